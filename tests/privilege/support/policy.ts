/** Policies as a template has them, taken apart and put together. */

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface Role {
  readonly arn: string;
  readonly policies: readonly PolicyDocument[];
}

export const listOf = (value: string | readonly string[]): readonly string[] => [value].flat();

export function statementsOf({ policies }: Role): readonly PolicyStatement[] {
  return policies.flatMap(({ Statement }) => Statement);
}

/** The role with other statements, in one policy. */
export function withStatements(role: Role, Statement: readonly PolicyStatement[]): Role {
  return { ...role, policies: [{ Version: "2012-10-17", Statement }] };
}

/** The role with another statement in that one's place, or none. */
export function withInstead(role: Role, index: number, ...instead: readonly PolicyStatement[]): Role {
  return withStatements(role, statementsOf(role).toSpliced(index, 1, ...instead));
}

/** One action on one resource, as it stands in the statement of that index. */
export interface Allowance {
  readonly index: number;
  readonly action: string;
  readonly resource: string;
}

export function allowancesOf(role: Role): readonly Allowance[] {
  return statementsOf(role).flatMap(({ Effect, Action, Resource }, index) =>
    Effect === "Deny"
      ? []
      : listOf(Action).flatMap((action) => listOf(Resource).map((resource) => ({ index, action, resource }))),
  );
}

/** The role without that one allowance, all others kept. */
export function without(role: Role, { index, action, resource }: Allowance): Role {
  const statement = statementsOf(role)[index];
  if (statement === undefined) return role;
  const actions = listOf(statement.Action);
  const others = actions.filter((each) => each !== action);
  const left = listOf(statement.Resource).filter((each) => each !== resource);
  return withInstead(
    role,
    index,
    ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
    ...(left.length > 0 ? [{ ...statement, Action: action, Resource: left }] : []),
  );
}
