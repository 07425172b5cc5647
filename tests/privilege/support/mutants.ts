/** A role as a careless change would leave it: each with one thing added, widened or taken away. */
import { triesAll } from "../../support/tries-all.ts";
import {
  allowancesOf,
  listOf,
  type PolicyStatement,
  type Role,
  statementsOf,
  withInstead,
  without,
  withStatements,
} from "./policy.ts";

interface Mutant {
  readonly what: string;
  readonly role: Role;
}

export function mutantsOf(role: Role): readonly Mutant[] {
  return [...lessAllowed(role), ...moreAllowed(role), ...lessDenied(role), ...unconditional(role)];
}

function lessAllowed(role: Role): readonly Mutant[] {
  return allowancesOf(role).map((allowance) => ({
    what: `without ${allowance.action} on ${allowance.resource}`,
    role: without(role, allowance),
  }));
}

function moreAllowed(role: Role): readonly Mutant[] {
  const statements = statementsOf(role);
  const allowing = [...statements.entries()].filter(([, { Effect }]) => Effect === "Allow");
  const added: PolicyStatement = {
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::bucket/key",
  };
  return [
    { what: "with a statement more", role: withStatements(role, [...statements, added]) },
    {
      what: "with everything",
      role: withStatements(role, [...statements, { ...added, Action: "*", Resource: "*" }]),
    },
    ...allowing.flatMap(([index, statement]) =>
      widened(statement).map(({ what, ...rest }) => ({
        what: `${JSON.stringify(statement.Action)} ${what}`,
        role: withInstead(role, index, rest.statement),
      })),
    ),
  ];
}

function widened(statement: PolicyStatement) {
  const actions = listOf(statement.Action);
  const resources = listOf(statement.Resource);
  const service = actions[0]?.split(":")[0];
  const more = (Resource: readonly string[]) => ({ ...statement, Resource });
  return [
    { what: "and one action more", statement: { ...statement, Action: [...actions, `${service}:Tag`] } },
    { what: "and all of the service", statement: { ...statement, Action: `${service}:*` } },
    { what: "and one resource more", statement: more([...resources, "arn:aws:s3:::bucket"]) },
    ...resources
      .flatMap((resource) => wider(resource).map((each) => [resource, each] as const))
      .map(([resource, each]) => ({
        what: `on ${each} for ${resource}`,
        statement: more(resources.map((other) => (other === resource ? each : other))),
      })),
  ];
}

/** Everything; everything of that kind; the same of every Region and account. */
function wider(resource: string): readonly string[] {
  if (resource === "*") return [];
  const [arn, partition, service, region, account, ...rest] = resource.split(":");
  const kind = rest.join(":").replace(/[^:/]+$/, "*");
  const all = ["*", `${resource}*`, [arn, partition, service, region, "*", ...rest].join(":")];
  const others = [[arn, partition, service, region, account, kind].join(":")];
  const regions =
    region === "" || region === "*" ? [] : [[arn, partition, service, "*", account, ...rest].join(":")];
  return [...new Set([...all, ...others, ...regions])].filter((each) => each !== resource);
}

function lessDenied(role: Role): readonly Mutant[] {
  return [...statementsOf(role).entries()]
    .filter(([, { Effect }]) => Effect === "Deny")
    .flatMap(([index, statement]) => [
      { what: "without a denial", role: withInstead(role, index) },
      ...listOf(statement.Action).map((action) => ({
        what: `without the denial of ${action}`,
        role: withInstead(role, index, {
          ...statement,
          Action: listOf(statement.Action).filter((each) => each !== action),
        }),
      })),
    ]);
}

/** Of one operator's keys, of which there may be fifty that mean the same each, CI takes away all, `npm test` the first. */
function unconditional(role: Role): readonly Mutant[] {
  const taken = triesAll ? undefined : 6;
  return [...statementsOf(role).entries()].flatMap(([index, statement]) =>
    Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.keys(keys)
        .slice(0, taken)
        .map((key) => {
          const { [key]: _, ...others } = keys;
          return {
            what: `without the condition on ${key}`,
            role: withInstead(role, index, { ...statement, Condition: { [operator]: others } }),
          };
        }),
    ),
  );
}
