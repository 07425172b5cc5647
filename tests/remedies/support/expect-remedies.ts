/** What each finding of a state says to do, done as printed in an account of its own. */
import { expect } from "vitest";
import { makeState, type State } from "../../cases/support/access-state.ts";
import { home, pullpass } from "../../cli/support/run.ts";
import { follow } from "./follow.ts";
import { type PrintedFinding, printedFindings } from "./printed.ts";

/** The rules of the findings that there were. */
export async function expectRemediesToHold(
  id: string,
  state: State,
  args: readonly string[] = [],
): Promise<readonly string[]> {
  const before = (await made(id, state, args)).findings;
  const said = new Set(before.flatMap(({ steps }) => steps.map((step) => JSON.stringify(step))));
  for (const finding of before) {
    const { sandbox, look } = await made(id, state, args);
    const end = await follow(finding, { sandbox, region: home, roleName: id });
    const after = await look();
    // A denial that was told before may be told under another rule, with the same steps.
    const isNew = ({ rule, steps }: PrintedFinding) =>
      before.every((each) => each.rule !== rule) && !steps.every((step) => said.has(JSON.stringify(step)));
    const opened = after.filter(isNew);
    expect({ after: finding, opened }).toEqual({ after: finding, opened: [] });
    if (end === "done") expect(after.map(({ rule }) => rule)).not.toContain(finding.rule);
  }
  return before.map(({ rule }) => rule);
}

async function made(id: string, state: State, args: readonly string[]) {
  const { sandbox } = await makeState(id, state);
  if (state.consent) await pullpass(sandbox, ["apply", id, "--yes"]);
  const look = async (): Promise<readonly PrintedFinding[]> =>
    printedFindings((await pullpass(sandbox, ["explain", id, "--region", home, ...args])).out);
  return { sandbox, look, findings: await look() };
}
