/** What a finding says to do, done as printed, closes the finding and opens no other. */
import { describe, expect, test } from "vitest";
import { makeState, type State } from "../cases/support/access-state.ts";
import { casesIn } from "../cases/support/case-files.ts";
import { home, pullpass } from "../cli/support/run.ts";
import { follow } from "./support/follow.ts";
import { type PrintedFinding, printedFindings } from "./support/printed.ts";

interface Case {
  readonly id: string;
  readonly state: State;
  readonly explainArgs?: readonly string[];
}

/**
 * Without those with service control policies, which come from a file of the sandbox. In c49 a role is gone: AWS shows its id in
 * the key policy, which the remedy says to remove, and the sandbox shows its ARN.
 */
const cases = casesIn<Case>("access").filter(([, { id, state }]) => state.scp === undefined && id !== "c49");

describe.each(cases)("%s", (_, { id, state, explainArgs = [] }) => {
  test("each remedy, pasted as printed, closes its finding and opens no other", async () => {
    const before = (await made(id, state, explainArgs)).findings;
    const said = new Set(before.flatMap(({ steps }) => steps.map((step) => JSON.stringify(step))));
    for (const finding of before) {
      const { sandbox, look } = await made(id, state, explainArgs);
      const end = await follow(finding, { sandbox, region: home, roleName: id });
      const after = await look();
      // A denial that was told before may be told under another rule, with the same steps.
      const isNew = ({ rule, steps }: PrintedFinding) =>
        before.every((each) => each.rule !== rule) && !steps.every((step) => said.has(JSON.stringify(step)));
      const opened = after.filter(isNew);
      expect({ after: finding, opened }).toEqual({ after: finding, opened: [] });
      if (end === "done") expect(after.map(({ rule }) => rule)).not.toContain(finding.rule);
    }
  });
});

async function made(id: string, state: State, args: readonly string[]) {
  const { sandbox } = await makeState(id, state);
  if (state.consent) await pullpass(sandbox, ["apply", id, "--yes"]);
  const look = async (): Promise<readonly PrintedFinding[]> =>
    printedFindings((await pullpass(sandbox, ["explain", id, "--region", home, ...args])).out);
  return { sandbox, look, findings: await look() };
}
