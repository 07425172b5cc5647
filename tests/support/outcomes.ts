/** How the tests of several runs ended, from the test runner's own JSON reports. */
import { relative } from "node:path";

export interface Outcomes {
  /** The command that repeats the run. */
  readonly again: string;
  readonly hasFailed: boolean;
  /** Of each test, by its file and name, and of each file that failed before its tests. */
  readonly states: ReadonlyMap<string, string>;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Without a report nothing is known but that the run failed. */
export function outcomesIn(report: string | undefined, again: string, hasFailed: boolean): Outcomes {
  if (report === undefined) return { again, hasFailed: true, states: new Map() };
  const { testResults } = JSON.parse(report) as Report;
  const states = testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(process.cwd(), name);
    if (assertionResults.length === 0) return [[file, status] as const];
    return assertionResults.map((test) => [`${file} > ${test.fullName}`, test.status] as const);
  });
  return { again, hasFailed, states: new Map(states) };
}

/** In lines: how many runs passed, what failed in some or all of them, and how to see each again. */
export function differences(all: readonly Outcomes[]): readonly string[] {
  const failed = all.filter(({ hasFailed }) => hasFailed);
  const names = new Set(all.flatMap(({ states }) => [...states.keys()]));
  const unlike = [...names].flatMap((name) => {
    const states = all.map((run) => run.states.get(name) ?? "missing");
    const counts = [...Map.groupBy(states, (state) => state)].map(
      ([state, { length }]) => `${length} ${state}`,
    );
    return new Set(states).size > 1 || states.includes("failed") ? [`  ${name}: ${counts.join(", ")}`] : [];
  });
  return [
    `${all.length - failed.length} of ${all.length} runs passed.`,
    ...(unlike.length === 0
      ? ["No test ended differently."]
      : ["What failed, or ended differently:", ...unlike]),
    ...failed.map(({ again }) => `Again: ${again}`),
  ];
}
