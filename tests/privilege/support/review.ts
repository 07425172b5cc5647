/** Holds a role to what it needs: all of that, nothing else. */
import { evaluate } from "../../../packages/access/src/index.ts";
import { account } from "../../end-to-end/support/world.ts";
import { allowancesOf, type Role, statementsOf, without } from "./policy.ts";

/** One question to IAM. */
export interface Ask {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** A pattern that stands for more than one thing, and why it must. */
export interface Wildcard {
  readonly resource: string;
  readonly actions: readonly string[];
  readonly why: string;
}

export interface Expected {
  readonly needed: readonly Ask[];
  readonly forbidden: readonly Ask[];
  readonly wildcards: readonly Wildcard[];
}

/** What is wrong with the role; nothing, if it may do what it must and no more. */
export function review(role: Role, expected: Expected): readonly string[] {
  return [...faultsOf(role, expected)];
}

/** Is anything wrong with the role? The first fault answers it. */
export function isFaulty(role: Role, expected: Expected): boolean {
  return faultsOf(role, expected).next().done !== true;
}

function* faultsOf(role: Role, expected: Expected): Generator<string> {
  yield* unexplained(role, expected);
  for (const ask of expected.needed) if (!may(role, ask)) yield `is refused ${textOf(ask)}`;
  yield* superfluous(role, expected);
  for (const ask of expected.forbidden) if (may(role, ask)) yield `must not have ${textOf(ask)}`;
}

/** Each action on each resource of a statement, if all that is needed would be allowed without it. */
function* superfluous(role: Role, { needed }: Expected): Generator<string> {
  for (const allowance of allowancesOf(role)) {
    const less = without(role, allowance);
    const uses = needed.filter(({ action }) => action === allowance.action);
    if (uses.every((ask) => may(less, ask))) yield `does not need ${textOf(allowance)}`;
  }
}

/** A wildcard nobody gave a reason for, or a way of saying what is allowed that says it by what is not. */
function unexplained(role: Role, { wildcards }: Expected): readonly string[] {
  const isExplained = (action: string, resource: string) =>
    wildcards.some((each) => each.resource === resource && each.actions.includes(action));
  const wide = allowancesOf(role).filter(
    ({ action, resource }) => /[*?]/.test(action + resource) && !isExplained(action, resource),
  );
  const negated = statementsOf(role).filter((each) => "NotAction" in each || "NotResource" in each);
  return [
    ...wide.map((allowance) => `has a wildcard without a reason: ${textOf(allowance)}`),
    ...negated.map((statement) => `has a statement by what it is not: ${JSON.stringify(statement)}`),
  ];
}

/** Do the role's own policies allow it? */
export function may({ arn, policies }: Role, { action, resource, context = {} }: Ask): boolean {
  const known = <T>(value: T) => ({ kind: "known", value }) as const;
  const decision = evaluate(
    {
      principal: { kind: "role", arn, account },
      action,
      resource,
      resourceAccount: account,
      context: { "aws:ResourceAccount": account, "aws:PrincipalArn": arn, ...context },
    },
    {
      identity: known(policies.map((document, index) => ({ name: String(index), document }))),
      boundary: known(undefined),
      resource: known(undefined),
      resourceIsKey: false,
      grants: known([]),
      serviceControl: known([]),
    },
  );
  return decision.kind === "allowed";
}

/** Which of the patterns no role has any more. */
export function stale(roles: readonly Role[], wildcards: readonly Wildcard[]): readonly string[] {
  const all = roles.flatMap(allowancesOf);
  return wildcards.flatMap(({ resource, actions }) =>
    actions
      .filter((action) => !all.some((each) => each.action === action && each.resource === resource))
      .map((action) => textOf({ action, resource })),
  );
}

function textOf({ action, resource, context }: Ask): string {
  return [`${action} on ${resource}`, ...Object.entries(context ?? {}).map((each) => each.join("="))].join(
    ", ",
  );
}
