/** Key grants, and what they would be as statements of a key policy, which is what the oracle knows. */
import type { KeyGrant } from "@pullpass/access";
import fc from "fast-check";
import { roleArn } from "./ask.ts";
import { encryptedSecret } from "./contexts.ts";

const of = fc.constantFrom;
const contexts = of<Readonly<Record<string, string>>>(
  { SecretARN: encryptedSecret },
  { secretarn: encryptedSecret },
  { SecretARN: `${encryptedSecret}2` },
  { SecretARN: encryptedSecret, more: "x" },
);
const constraints = fc.oneof(
  of({}),
  contexts.map((encryptionContextEquals) => ({ encryptionContextEquals })),
  contexts.map((encryptionContextSubset) => ({ encryptionContextSubset })),
);

/** To roles alone: how far a boundary limits those to users and sessions, nothing says. */
export const grants: fc.Arbitrary<readonly KeyGrant[]> = fc.oneof(
  { weight: 3, arbitrary: of([]) },
  fc.array(
    fc
      .tuple(
        of(roleArn, roleArn, `${roleArn}2`),
        of(["Decrypt"], ["Encrypt", "Decrypt"], ["Encrypt"]),
        constraints,
      )
      .map(([granteePrincipal, operations, constraint]) => ({
        id: `${granteePrincipal}-${operations.join()}`,
        granteePrincipal,
        operations,
        ...constraint,
      })),
    { minLength: 1, maxLength: 2 },
  ),
);

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html */
export function statementFor(grant: KeyGrant): Readonly<Record<string, unknown>> {
  const { granteePrincipal, operations, encryptionContextEquals, encryptionContextSubset } = grant;
  const pairs = { ...encryptionContextEquals, ...encryptionContextSubset };
  const values = Object.entries(pairs).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  const only = encryptionContextEquals && {
    "kms:EncryptionContextKeys": Object.keys(encryptionContextEquals),
  };
  return {
    Effect: "Allow",
    Principal: { AWS: granteePrincipal },
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: "*",
    Condition: {
      ...(values.length > 0 && { StringEquals: Object.fromEntries(values) }),
      ...(only && { "ForAllValues:StringEqualsIgnoreCase": only }),
    },
  };
}
