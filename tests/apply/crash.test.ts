import fc from "fast-check";
import { expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { type MemoryLedger, memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { project, region, role, secret } from "../plan/support.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { type Account, account, consent, effectOf, planned, withoutSince, writesTo } from "./account.ts";
import { Crash, life, within } from "./crash.ts";

const names = ["api", "shop", "web"];
const secretNames = ["registry/hub", "registry/quay"];

/** What an account is asked to do, one after the other, each by an event of its own. */
const consents = fc.array(
  fc.record({
    secret: fc.constantFrom(...secretNames),
    projects: fc.constantFrom("", "all", "web", "api shop", "prefix=s"),
  }),
  { minLength: 1, maxLength: 4 },
);

function start(): Account {
  const projects = names.map((name, i) =>
    project(name, {
      credential: secretNames[i % 2],
      pullCredentials: i === 2 ? "SERVICE_ROLE" : "CODEBUILD",
    }),
  );
  return account(
    projects,
    secretNames.map((name) => secret(name, { tags: {} })),
  );
}

async function reconcile(world: Account, ledger: MemoryLedger, cause: string): Promise<void> {
  await apply(await planned(world, ledger, cause), writesTo(world, ledger));
}

/** Returns whether it died: the plan may need fewer calls than that. */
async function reconcileAndDie(world: Account, ledger: MemoryLedger, cause: string, at: Death) {
  const plan = await planned(world, ledger, cause);
  try {
    await apply(plan, within(life(at.call, at.moment), writesTo(world, ledger)));
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

interface Death {
  readonly call: number;
  readonly moment: "before" | "after";
}

const death: fc.Arbitrary<Death> = fc.record({
  call: fc.nat({ max: 30 }),
  moment: fc.constantFrom("before", "after"),
});

async function endOf(world: Account, ledger: MemoryLedger) {
  const subjects = names.map((name) => ({ kind: "project", name }) as const);
  const findings = await ledger.openFindings(region, [...subjects, { kind: "role", arn: role }]);
  return {
    policies: new Map([...world.policies].sort()),
    projects: world.projects,
    grants: withoutSince(await ledger.grants(role, region)),
    findings: findings.map(({ finding }) => finding),
  };
}

/** Not by id, which hangs on when a grant that is revoked was recorded: a crash puts that off. */
function recordsIn(ledger: MemoryLedger) {
  return ledger
    .changes()
    .map(({ change, state }) => `${state} ${effectOf(change)}`)
    .sort();
}

function idsIn(ledger: MemoryLedger): readonly string[] {
  return ledger
    .changes()
    .map(({ change }) => change.id)
    .sort();
}

test("a crash at any call, and a retry, end as if there had been none: same account, one record a change, a notice each", async () => {
  await fc.assert(
    fc.asyncProperty(consents, death, async (asked, at) => {
      const [smooth, rough] = [start(), start()];
      const [ledger, roughLedger] = [memoryLedger(), memoryLedger()];
      for (const [i, { secret: name, projects }] of asked.entries()) {
        consent(smooth, name, projects);
        await reconcile(smooth, ledger, `e-${i}`);
        consent(rough, name, projects);
        await reconcileAndDie(rough, roughLedger, `e-${i}`, at);
        await reconcile(rough, roughLedger, `e-${i}`);
      }
      expect(await endOf(rough, roughLedger)).toEqual(await endOf(smooth, ledger));
      expect(rough.effects).toEqual(smooth.effects);
      expect(recordsIn(roughLedger)).toEqual(recordsIn(ledger));
      expect(announced(roughLedger)).toEqual(idsIn(roughLedger));
      expect(announced(ledger)).toEqual(idsIn(ledger));
    }),
    { numRuns: propertyRuns(1_000) },
  );
}, 300_000);

test("when the account changes between crash and retry, each modification still has one record and a notice", async () => {
  await fc.assert(
    fc.asyncProperty(consents, fc.array(death, { maxLength: 3 }), async (asked, deaths) => {
      const [world, ledger] = [start(), memoryLedger()];
      for (const [i, { secret: name, projects }] of asked.entries()) {
        consent(world, name, projects);
        const at = deaths[i];
        if (at === undefined) await reconcile(world, ledger, `e-${i}`);
        else await reconcileAndDie(world, ledger, `e-${i}`, at);
      }
      await reconcile(world, ledger, "last");
      const applied = ledger.changes().filter(({ state }) => state === "applied");
      const told = applied.map(({ change }) => effectOf(change));
      // For whom a grant is may change, and change back, while one record of it is open.
      expect(new Set(told)).toEqual(new Set(world.effects));
      const isOnce = (effect: string) => effect.startsWith("normalization");
      expect(told.filter(isOnce).sort()).toEqual(world.effects.filter(isOnce).sort());
      expect(await ledger.unsettled(role, region)).toEqual([]);
      expect(announced(ledger)).toEqual(idsIn(ledger));
      const again = await planned(world, ledger, "again");
      expect(again).toMatchObject({ changes: [], policy: { kind: "keep" } });
    }),
    { numRuns: propertyRuns(1_000), examples: [...diedBetweenRecords, ...diedBeforeRecording] },
  );
}, 300_000);

/** Each dies between the record of what is planned again and the end of the older one, at a grant that is withdrawn then. */
const diedBetweenRecords = ["api shop", "prefix=s", "all"].flatMap((asked) =>
  [2, 3, 4, 5].map((call): [{ secret: string; projects: string }[], Death[]] => [
    [
      { secret: "registry/hub", projects: "" },
      { secret: "registry/quay", projects: "api shop" },
      { secret: "registry/quay", projects: asked },
      { secret: "registry/quay", projects: "" },
    ],
    [
      { call: 0, moment: "before" },
      { call: 5, moment: "before" },
      { call, moment: "before" },
    ],
  ]),
);

/** The changes that somebody was told of. */
function announced(ledger: MemoryLedger): readonly string[] {
  const ids = ledger.notices().flatMap((notice) => (notice.kind === "change" ? [notice.change.id] : []));
  return [...new Set(ids)].sort();
}

/** What a write took has no record when it is asked for again. */
const diedBeforeRecording: [{ secret: string; projects: string }[], Death[]][] = [
  ["api shop", "", "api shop"],
  ["api shop", "all", "api shop"],
  ["api shop", "web", "api shop"],
].map((asked) => [
  asked.map((projects) => ({ secret: "registry/hub", projects })),
  [
    { call: 4, moment: "after" },
    { call: 4, moment: "before" },
  ],
]);
