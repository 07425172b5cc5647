/** What a question is made of, so that a test can tell whether each part of the policy language decided anything. */
import type { Question } from "./ask.ts";

/** The question with one thing less, or turned into its opposite; the part is felt if the answer is another then. */
interface Part {
  readonly name: string;
  readonly without: Question;
}

type Statement = Readonly<Record<string, unknown>>;
type Edit = readonly [name: string, edited: Statement];

export function partsOf(question: Question): readonly Part[] {
  const { boundary: _, ...unbounded } = question;
  const { onResource: __, ...unshared } = question;
  return [
    { name: "identity", without: { ...question, identity: [] } },
    { name: "managed", without: { ...question, more: [] } },
    { name: "grant", without: { ...question, grants: [] } },
    { name: "boundary", without: unbounded },
    { name: "resource", without: unshared },
    { name: "service control", without: { ...question, levels: [] } },
    ...inList(question.identity, (identity) => ({ ...question, identity })),
    ...inList(question.boundary, (boundary) => ({ ...question, boundary })),
    ...inList(question.onResource, (onResource) => ({ ...question, onResource })),
    ...(question.levels ?? []).flatMap((level, depth) =>
      inList(level, (edited) => ({ ...question, levels: question.levels?.with(depth, edited) ?? [] })),
    ),
  ];
}

function inList(
  statements: readonly unknown[] | undefined,
  put: (edited: readonly unknown[]) => Question,
): readonly Part[] {
  return (statements ?? []).flatMap((statement, index) =>
    isRecord(statement)
      ? editsOf(statement).map(([name, edited]) => ({
          name,
          without: put(statements?.with(index, edited) ?? []),
        }))
      : [],
  );
}

function editsOf(statement: Statement): readonly Edit[] {
  return [...turned(statement), ...withoutOperators(statement), ...withoutVariables(statement)];
}

function turned(statement: Statement): readonly Edit[] {
  const negations = ["NotAction", "NotResource", "NotPrincipal"].filter((name) => name in statement);
  return negations.map((name) => {
    const { [name]: values, ...rest } = statement;
    return [name, { ...rest, [name.slice("Not".length)]: values }];
  });
}

function withoutOperators({ Condition, ...rest }: Statement): readonly Edit[] {
  if (!isRecord(Condition)) return [];
  return Object.entries(Condition).flatMap(([name, test]): Edit[] => {
    const { [name]: _, ...others } = Condition;
    const operator = name.replace(/IfExists$/, "");
    const gone: Edit = [operator, { ...rest, Condition: others }];
    return operator === name
      ? [gone]
      : [gone, ["IfExists", { ...rest, Condition: { ...others, [operator]: test } }]];
  });
}

function withoutVariables(statement: Statement): readonly Edit[] {
  const text = JSON.stringify(statement);
  return variables.flatMap(([name, pattern, instead]): Edit[] => {
    const edited = text.replace(pattern, instead);
    return edited === text ? [] : [[name, JSON.parse(edited)]];
  });
}

const variables = [
  ["variable", /\$\{[^}*?']+\}/g, "-"],
  ["variable with a default", /\$\{[^}]+'\}/g, "-"],
  ["wildcard as a character", /\$\{([*?])\}/g, "$1"],
] as const;

function isRecord(value: unknown): value is Statement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
