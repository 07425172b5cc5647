import type { Condition } from "../condition/condition.ts";
import { operators } from "../condition/operators.ts";
import { sessionNamed } from "../match/principal.ts";
import { literalTemplate } from "../match/template.ts";
import type { AccessRequest, KeyGrant, Layer } from "../types.ts";
import { conditionTest } from "../unknown/condition-test.ts";
import { sessionTest } from "../unknown/session-test.ts";
import type { Test } from "../unknown/test.ts";
import type { Asked } from "./asked.ts";
import type { Claim } from "./claim.ts";
import type { Said } from "./policies.ts";

/**
 * What KMS grants allow. That a boundary limits them as it limits a key policy that names the role is unverified: a
 * grant to a role whose boundary does not allow the operation would settle it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function granted(grants: Layer<readonly KeyGrant[]>, asked: Asked): Said {
  if (grants.kind === "unknown") return { claims: [], unread: [{ level: 0, reason: grants.reason }] };
  return { claims: grants.value.flatMap((grant) => claimOf(grant, asked) ?? []), unread: [] };
}

function claimOf(grant: KeyGrant, asked: Asked): Claim | undefined {
  const { action } = asked.request;
  if (!grant.operations.some((operation) => `kms:${operation}` === action)) return undefined;
  const grantee = granteeOf(grant, asked);
  if (grantee === undefined) return undefined;
  const tests = constraintsOf(grant, asked);
  if (tests === undefined) return undefined;
  const unknowns = [
    ...(grantee.doubt === undefined ? [] : [grantee.doubt]),
    ...(grant.constraintsUnknown ? ["it has constraints that are not known"] : []),
  ];
  return {
    by: { layer: "grant", policy: grant.id, index: 0 },
    says: "limited",
    level: 0,
    tests: [...grantee.tests, ...tests],
    ...(unknowns.length > 0 && { doubt: `grant "${grant.id}": ${unknowns.join(", and ")}` }),
  };
}

/**
 * "If the grantee principal is an AWS service, the GranteePrincipal field contains an AWS service principal, which might
 * correspond to several different grantee principals, such as an IAM user, IAM role, or AWS account." A grant that
 * lacks it is made to a service, which a field of its own names.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html
 */
function granteeOf(
  { granteePrincipal }: KeyGrant,
  { request: { principal }, context }: Asked,
): { readonly tests: readonly Test[]; readonly doubt?: string } | undefined {
  if (granteePrincipal === undefined) {
    return principal.kind === "service"
      ? { tests: [], doubt: "which service it is made to is not known" }
      : undefined;
  }
  if (namesOf(principal).includes(granteePrincipal)) return { tests: [] };
  if (principal.kind !== "service" && /\.amazonaws\.com(?:\.cn)?$/.test(granteePrincipal)) {
    return { tests: [], doubt: `whom ${granteePrincipal} stands for is not known` };
  }
  if (principal.kind !== "role" || principal.sessionArn !== undefined) return undefined;
  const name = sessionNamed(granteePrincipal, principal);
  return name === undefined ? undefined : { tests: [sessionTest({ isOneOf: true, names: [name] }, context)] };
}

function namesOf(principal: AccessRequest["principal"]): readonly string[] {
  if (principal.kind === "service") return [principal.service];
  return principal.kind === "role" && principal.sessionArn !== undefined
    ? [principal.arn, principal.sessionArn]
    : [principal.arn];
}

const prefix = "kms:EncryptionContext:";

/**
 * What the constraints leave open; `undefined`: they are not met. "In a grant constraint, the key in each key-value
 * pair is not case sensitive, but the value is."
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
 */
function constraintsOf(
  { encryptionContextEquals, encryptionContextSubset }: KeyGrant,
  { context }: Asked,
): readonly Test[] | undefined {
  const conditions = Object.entries({ ...encryptionContextSubset }).map(pair);
  if (encryptionContextEquals !== undefined) {
    const names = Object.keys(encryptionContextEquals).map((name) => name.toLowerCase());
    const known = [...context.known.keys()].filter((key) => key.startsWith(prefix.toLowerCase()));
    if (known.some((key) => !names.includes(key.slice(prefix.length)))) return undefined;
    conditions.push(...Object.entries(encryptionContextEquals).map(pair), noOther(names));
  }
  const tests: Test[] = [];
  for (const condition of conditions) {
    const test = conditionTest(condition, context);
    if (test === false) return undefined;
    if (test !== true) tests.push(test);
  }
  return tests;
}

function pair([name, value]: readonly [string, string]): Condition {
  return {
    operator: "StringEquals",
    ifExists: false,
    key: (prefix + name).toLowerCase(),
    name: prefix + name,
    values: [value],
    templates: [literalTemplate(value)],
  };
}

function noOther(names: readonly string[]): Condition {
  const { shape } = operators.StringEqualsIgnoreCase;
  return {
    operator: "StringEqualsIgnoreCase",
    set: "ForAllValues",
    ifExists: false,
    key: "kms:encryptioncontextkeys",
    name: "kms:EncryptionContextKeys",
    values: names,
    templates: names.map((name) => literalTemplate(name, shape)),
  };
}
