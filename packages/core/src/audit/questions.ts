import type { RoleState, SecretLookup } from "../observe/snapshot.ts";
import { type AccessQuestion, decryptQuestion, readQuestion } from "../plan/access-questions.ts";
import type { Circumstances } from "./circumstances.ts";

/** May the role read the secret, and decrypt it with the secret's key, by its policies as they are? */
export function questions(
  role: RoleState,
  found: Extract<SecretLookup, { kind: "found" }>,
  { serviceControl, keyGrants }: Circumstances,
): { readonly read: AccessQuestion; readonly decrypt: AccessQuestion | undefined } {
  const { secret, key } = found;
  const read = readQuestion(role, "as-is", found);
  const decrypt = key.kind === "customer" ? decryptQuestion(role, "as-is", { secret, key }) : undefined;
  return {
    read: { ...read, policies: { ...read.policies, serviceControl } },
    decrypt: decrypt && {
      ...decrypt,
      policies: { ...decrypt.policies, serviceControl, grants: keyGrants(decrypt.request.resource) },
    },
  };
}
