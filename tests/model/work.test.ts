import { expect, test } from "vitest";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import { mergedWork, type Work } from "../../packages/core/src/model/work.ts";

const startedAt = "2026-03-01T12:00:00Z";

function work(id: string, projects: readonly string[], over: Partial<Work> = {}): Work {
  return {
    role: parseRoleArn("arn:aws:iam::111122223333:role/web"),
    account: "111122223333",
    region: "eu-central-1",
    projects,
    listing: undefined,
    causes: [{ id, event: "UpdateProject", actor: "ann", time: startedAt }],
    ...over,
  };
}

const ofEvent = work("event", ["web"], { alone: true });
const ofSweep = work("sweep", ["api", "web"], { listing: { startedAt } });

test.each([
  ["an event", "a sweep", [ofEvent, ofSweep]],
  ["a sweep", "an event", [ofSweep, ofEvent]],
])("work of %s and of %s for the same role is one, with all projects and the listing", (_, __, both) => {
  const merged = mergedWork(both);
  expect(merged).toMatchObject([{ projects: ["api", "web"], listing: { startedAt } }]);
  expect(merged.flatMap(({ causes }) => causes.map(({ id }) => id)).sort()).toEqual(["event", "sweep"]);
  expect(merged[0]).not.toHaveProperty("alone");
});

test("what asks for the same twice is said once, and other roles' work stays theirs", () => {
  const other = work("event", ["shop"], { role: parseRoleArn("arn:aws:iam::111122223333:role/shop") });
  const merged = mergedWork([ofEvent, other, ofEvent]);
  expect(merged.map(({ role, causes }) => [role.split("/")[1], causes.length])).toEqual([
    ["web", 1],
    ["shop", 1],
  ]);
  expect(merged[0]).toHaveProperty("alone", true);
});
