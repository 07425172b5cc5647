import type { Context } from "../condition/context.ts";
import type { KeyGrant, Layer, StatementReference } from "../types.ts";
import type { Asked } from "./asked.ts";
import type { Reading } from "./reading.ts";

/**
 * What KMS grants allow. That a boundary limits them as it limits a key policy that names the role is unverified: a
 * grant to a role whose boundary does not allow the operation would settle it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function readGrants(grants: Layer<readonly KeyGrant[]>, asked: Asked): Reading {
  if (grants.kind === "unknown") return { denials: [], allowances: [], unread: grants.reason };
  const allowing = grants.value.filter((grant) => allows(grant, asked));
  return {
    denials: [],
    allowances: allowing.map(({ id }) => ({ by: reference(id), to: "limited" })),
  };
}

function reference(policy: string): StatementReference {
  return { layer: "grant", policy, index: 0 };
}

function allows(grant: KeyGrant, { request, context }: Asked): boolean {
  const { principal, action } = request;
  const names = principal.kind === "service" ? [principal.service] : [principal.arn];
  if (principal.kind === "role" && principal.sessionArn !== undefined) names.push(principal.sessionArn);
  return (
    names.includes(grant.granteePrincipal) &&
    grant.operations.some((operation) => `kms:${operation}` === action) &&
    satisfies(grant, context)
  );
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html */
function satisfies(
  { encryptionContextEquals, encryptionContextSubset }: KeyGrant,
  context: Context,
): boolean {
  const actual = encryptionContext(context);
  const equals = Object.entries(encryptionContextEquals ?? {});
  const subset = Object.entries(encryptionContextSubset ?? {});
  const isExact = encryptionContextEquals === undefined || equals.length === actual.keys.size;
  return isExact && [...equals, ...subset].every(([key, value]) => actual.valueOf(key) === value);
}

const prefix = "kms:encryptioncontext:";

/** "In a grant constraint, the key in each key-value pair is not case sensitive, but the value is." */
function encryptionContext(context: Context) {
  const keys = new Set([...context.keys()].filter((key) => key.startsWith(prefix)));
  for (const key of context.get("kms:encryptioncontextkeys")?.values ?? [])
    keys.add(prefix + key.toLowerCase());
  return { keys, valueOf: (key: string) => context.get(prefix + key.toLowerCase())?.values[0] };
}
