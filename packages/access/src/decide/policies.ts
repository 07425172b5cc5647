/** What policies say about the request, statement by statement. */
import { statementsAbout } from "../match/action.ts";
import { namingsOf, type PrincipalMatch } from "../match/principal.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import type { Policy, Statement } from "../policy/policy.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { Layer, LayerName, NamedPolicy } from "../types.ts";
import { sessionTest } from "../unknown/session-test.ts";
import type { Test } from "../unknown/test.ts";
import { type Asked, testsOf } from "./asked.ts";
import type { Claim, Says, Unread } from "./claim.ts";

/** Where the policies stand. */
interface Place {
  readonly layer: LayerName;
  readonly level: number;
}

/** Claims and gaps, in the order of the policies. */
export interface Said {
  readonly claims: readonly Claim[];
  readonly unread: readonly Unread[];
}

/** Reads policies that are attached to the principal, or to those above it. */
export function attached(
  place: Place,
  says: Says,
  policies: Layer<readonly NamedPolicy[]>,
  asked: Asked,
): Said {
  return read(place, policies, asked, isAttachable, () => [{ says, tests: [] }]);
}

/** Reads the policy on the resource, which somebody asks who has a boundary, or has none. */
export function onResource(
  layer: LayerName,
  policy: Layer<NamedPolicy | undefined>,
  hasBoundary: boolean,
  asked: Asked,
): Said {
  const { principal } = asked.request;
  return read({ layer, level: 0 }, listOf(policy), asked, namesPrincipal, ({ principals }) => {
    if (principals === undefined) return [];
    if (principals.negated && hasBoundary) return [{ says: "principal", tests: [] }];
    return namingsOf(principals, principal).map((naming) => addressee(naming, asked));
  });
}

/**
 * What is given to a role by its ARN, its boundary limits; not what is given to everyone, whatever `aws:PrincipalArn` a
 * condition wants. And "the NotPrincipal element with a Deny effect will always deny any IAM principal that has a
 * permissions boundary policy attached, regardless of the values specified in the NotPrincipal element."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
const givenTo = { itself: "principal", role: "limited", account: "account" } as const;

function addressee(naming: PrincipalMatch, { context }: Asked): Addressee {
  const { session } = naming;
  return { says: givenTo[naming.as], tests: session === undefined ? [] : [sessionTest(session, context)] };
}

export function listOf(policy: Layer<NamedPolicy | undefined>): Layer<readonly NamedPolicy[]> {
  if (policy.kind === "unknown") return policy;
  return { kind: "known", value: policy.value === undefined ? [] : [policy.value] };
}

/** To whom the statement speaks, and what that hangs on; none: not to this principal. */
interface Addressee {
  readonly says: Says;
  readonly tests: readonly Test[];
}

function read(
  place: Place,
  policies: Layer<readonly NamedPolicy[]>,
  asked: Asked,
  fault: (policy: Policy) => string | undefined,
  addressees: (statement: Statement) => readonly Addressee[],
): Said {
  const { level } = place;
  if (policies.kind === "unknown") return { claims: [], unread: [{ level, reason: policies.reason }] };
  const claims: Claim[] = [];
  const unread: Unread[] = [];
  for (const { name, document } of policies.value) {
    const policy = readPolicy(document);
    const message = policy instanceof InvalidPolicy ? policy.message : fault(policy);
    if (policy instanceof InvalidPolicy || message !== undefined) {
      unread.push({ level, reason: `policy "${name}" is not valid: ${message}` });
      continue;
    }
    for (const [index, statement] of statementsAbout(policy, asked.request.action)) {
      claims.push(...claimsOf({ ...place, name, index }, statement, addressees(statement), asked));
    }
  }
  return { claims, unread };
}

function claimsOf(
  { layer, level, name, index }: Place & { readonly name: string; readonly index: number },
  statement: Statement,
  addressees: readonly Addressee[],
  asked: Asked,
): readonly Claim[] {
  if (addressees.length === 0) return [];
  const tests = testsOf(statement, asked);
  if (tests === undefined) return [];
  const { sid, effect } = statement;
  const by = { layer, policy: name, index, ...(sid !== undefined && { sid }) };
  return addressees.map(({ says, tests: more }) => ({
    by,
    says: effect === "Deny" ? "deny" : says,
    level,
    tests: [...more, ...tests],
  }));
}

function isAttachable({ statements }: Policy): string | undefined {
  if (statements.some(({ principals }) => principals !== undefined)) return "it names a principal";
  if (statements.some(({ resources }) => resources === undefined)) return "a statement has no resource";
  return undefined;
}

function namesPrincipal({ statements }: Policy): string | undefined {
  return statements.some(({ principals }) => principals === undefined)
    ? "a statement names no principal"
    : undefined;
}
