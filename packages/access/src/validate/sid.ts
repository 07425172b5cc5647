import { isMembers, member } from "../policy/members.ts";
import { type Fault, ineffective, type PolicyKind, refused } from "./fault.ts";
import { below } from "./place.ts";

/**
 * IAM takes letters and digits; key policies take spaces, and other services more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function* sidFaults(sid: unknown, path: string, kind: PolicyKind): Iterable<Fault> {
  if (sid === undefined) return;
  if (typeof sid !== "string") yield refused("element-type", path, "Sid must be a string.");
  else if (isOfIam(kind) && !/^[0-9A-Za-z]*$/.test(sid))
    yield refused("sid-characters", path, "A Sid in IAM has letters and digits only.", sid);
}

/** "In IAM, the Sid value must be unique within a JSON policy." Other services may take it twice. */
export function* repeatedSids(
  statements: readonly (readonly [unknown, string])[],
  kind: PolicyKind,
): Iterable<Fault> {
  const seen = new Set<string>();
  for (const [statement, path] of statements) {
    const sid = isMembers(statement) ? member(statement, "Sid") : undefined;
    if (typeof sid !== "string" || sid === "") continue;
    const fault = isOfIam(kind) ? refused : ineffective;
    if (seen.has(sid))
      yield fault("sid-repeated", below(path, "Sid"), `Another statement has the Sid ${sid}.`, sid);
    seen.add(sid);
  }
}

function isOfIam(kind: PolicyKind): boolean {
  return kind === "identity" || kind === "trust";
}
