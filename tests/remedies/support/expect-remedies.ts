/** What each finding of a state says to do, done as printed in an account of its own. */
import { expect } from "vitest";
import type { OrganizationDefinition } from "../../../packages/sandbox/src/index.ts";
import { makeState, type State } from "../../cases/support/access-state.ts";
import { home, pullpass } from "../../cli/support/run.ts";
import { follow } from "./follow.ts";
import { type PrintedFinding, type PrintedStep, printedFindings } from "./printed.ts";

/** The rules of the findings that there were. */
export async function expectRemediesToHold(
  id: string,
  state: State,
  args: readonly string[] = [],
  organization?: OrganizationDefinition,
): Promise<readonly string[]> {
  const before = (await made(id, state, args, organization)).findings;
  const said = new Set(before.flatMap(({ steps }) => steps.map((step) => JSON.stringify(step))));
  for (const finding of before) {
    const { sandbox, look } = await made(id, state, args, structuredClone(organization));
    const end = await follow(finding, { sandbox, region: home, roleName: id });
    const after = await look();
    // A denial that was told before may be told under another rule, with the same steps; and pullpass's own does itself.
    const isKnown = (step: PrintedStep) =>
      said.has(JSON.stringify(step)) || step.pasted.some((line) => line.startsWith("pullpass apply "));
    const isNew = ({ rule, steps }: PrintedFinding) =>
      before.every((each) => each.rule !== rule) && !steps.every(isKnown);
    const opened = after.filter(isNew);
    expect({ after: finding, opened }).toEqual({ after: finding, opened: [] });
    if (end === "done") expect(after.map(({ rule }) => rule)).not.toContain(finding.rule);
  }
  return before.map(({ rule }) => rule);
}

async function made(
  id: string,
  state: State,
  args: readonly string[],
  organization: OrganizationDefinition | undefined,
) {
  const { sandbox } = await makeState(id, state, organization);
  if (state.consent) await pullpass(sandbox, ["apply", id, "--yes"]);
  const look = async (): Promise<readonly PrintedFinding[]> => {
    const { out, err } = await pullpass(sandbox, ["explain", id, "--region", home, ...args]);
    expect(out, err).not.toBe("");
    return printedFindings(out);
  };
  return { sandbox, look, findings: await look() };
}
