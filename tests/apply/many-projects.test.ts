/** Many projects of one role that are to be rewritten. */
import { expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { Unavailable } from "../../packages/core/src/errors.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Ledger, Writes } from "../../packages/core/src/ports.ts";
import { project, secret } from "../plan/support.ts";
import { account, planned, writesTo } from "./account.ts";

const names = Array.from({ length: 60 }, (_, index) => `web-${index}`);

function team(ledger: Ledger) {
  const world = account(
    names.map((name) => project(name)),
    [secret("registry/hub", { tags: { "pullpass/projects": "all" } })],
  );
  const writes = writesTo(world, ledger);
  const under = { way: 0, most: 0 };
  const slow: Writes = {
    ...writes,
    projects: {
      ...writes.projects,
      async updateEnvironment(...parameters) {
        under.way += 1;
        under.most = Math.max(under.most, under.way);
        for (let turn = 0; turn < 50; turn++) await Promise.resolve();
        await writes.projects.updateEnvironment(...parameters);
        under.way -= 1;
      },
    },
  };
  return { world, slow, under };
}

test("several projects are written at a time, each once, and each is recorded", async () => {
  const ledger = memoryLedger();
  const { world, slow, under } = team(ledger);
  await apply(await planned(world, ledger, "e-1"), slow);
  expect(under.most).toBeGreaterThan(1);
  expect(under.most).toBeLessThan(20);
  expect([...world.projects.values()].map(({ pullCredentials }) => pullCredentials)).toEqual(
    names.map(() => "SERVICE_ROLE"),
  );
  const normalized = ledger.changes().filter(({ change }) => change.kind === "normalization");
  expect(normalized.map(({ state }) => state)).toEqual(names.map(() => "applied"));
});

test("where the ledger fails, what is under way ends before the work does, and no more is begun", async () => {
  const memory = memoryLedger();
  const failed = new Unavailable(
    { call: "dynamodb:UpdateItem", resource: "table pullpass" },
    new Error("down"),
  );
  const ledger: Ledger = {
    ...memory,
    async applied(changes, now) {
      if (changes.some((each) => each.kind === "normalization")) throw failed;
      await memory.applied(changes, now);
    },
  };
  const { world, slow, under } = team(ledger);
  await expect(apply(await planned(world, ledger, "e-1"), slow)).rejects.toThrow(failed);
  expect(under.way).toBe(0);
  const written = [...world.projects.values()].filter(
    ({ pullCredentials }) => pullCredentials === "SERVICE_ROLE",
  );
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThan(names.length);
});
