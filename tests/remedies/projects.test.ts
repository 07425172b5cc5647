/** The same of projects as people wrote them, with pullpass deployed: each finding in its turn. */
import { describe, expect, test } from "vitest";
import { casesIn } from "../cases/support/case-files.ts";
import { deployedWith, type ProjectCase } from "../cases/support/project-state.ts";
import { home, pullpass } from "../cli/support/run.ts";
import { follow } from "./support/follow.ts";
import { printedFindings } from "./support/printed.ts";

describe.each(casesIn<ProjectCase>("projects"))("%s", (_, each) => {
  test("each remedy, done as printed, closes its finding and opens no other", async () => {
    const { world } = await deployedWith(each);
    const { sandbox } = world;
    const look = async () => printedFindings((await pullpass(sandbox, ["explain", each.id])).out);
    const followed = new Set<string>();
    for (let before = await look(); ; ) {
      const finding = before.find(({ rule }) => !followed.has(rule));
      if (finding === undefined) return;
      followed.add(finding.rule);
      const end = await follow(finding, { sandbox, region: home, roleName: each.id });
      const after = await look();
      const opened = after.filter(({ rule }) => before.every((known) => known.rule !== rule));
      expect({ after: finding, opened }).toEqual({ after: finding, opened: [] });
      if (end === "done") expect(after.map(({ rule }) => rule)).not.toContain(finding.rule);
      before = after;
    }
  });
});
