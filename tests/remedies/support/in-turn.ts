/** Each finding of a project in its turn, done as printed, closes and opens no other. */
import { expect } from "vitest";
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";
import { home, pullpass } from "../../cli/support/run.ts";
import { follow } from "./follow.ts";
import { printedFindings } from "./printed.ts";

/** Its role has the project's name. */
export async function expectRemediesInTurn(sandbox: Sandbox, project: string): Promise<void> {
  const look = async () => printedFindings((await pullpass(sandbox, ["explain", project])).out);
  const followed = new Set<string>();
  for (let before = await look(); ; ) {
    const finding = before.find(({ rule }) => !followed.has(rule));
    if (finding === undefined) return;
    followed.add(finding.rule);
    const end = await follow(finding, { sandbox, region: home, roleName: project });
    const after = await look();
    const opened = after.filter(({ rule }) => before.every((known) => known.rule !== rule));
    expect({ after: finding, opened }).toEqual({ after: finding, opened: [] });
    if (end === "done") expect(after.map(({ rule }) => rule)).not.toContain(finding.rule);
    before = after;
  }
}
