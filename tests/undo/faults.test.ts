/** An undo that is cut short at any call, or whose call fails, ends with the next one as if nothing had happened. */
import { expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { Throttled, Unavailable } from "../../packages/core/src/errors.ts";
import { type MemoryLedger, memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Writes } from "../../packages/core/src/ports.ts";
import { applyUndo, type UndoOutcome } from "../../packages/core/src/undo/apply-undo.ts";
import { planUndo } from "../../packages/core/src/undo/plan-undo.ts";
import { type Account, account, planned, withoutSince, writesTo } from "../apply/account.ts";
import { Crash } from "../apply/crash.ts";
import { project, region, role, secret } from "../plan/support.ts";

const secrets = ["registry/hub", "registry/quay"];

/** Two projects of a role had a credential by name; pullpass gave the role both secrets and wrote their ARNs. */
async function repaired() {
  const projects = ["api", "web"].map((name, i) =>
    project(name, { credential: secrets[i], pullCredentials: "CODEBUILD" }),
  );
  const world = account(
    projects,
    secrets.map((name) => secret(name, { tags: { "pullpass/projects": "all" } })),
  );
  const ledger = memoryLedger();
  const before = { policies: new Map(world.policies), pulls: pullsOf(world) };
  await apply(await planned(world, ledger, "e-1"), writesTo(world, ledger));
  const ids = ledger.changes().map(({ change }) => change.id);
  return { world, ledger, before, ids };
}

function pullsOf({ projects }: Account) {
  return [...projects.values()].map(({ name, credential, pullCredentials }) => [
    name,
    credential,
    pullCredentials,
  ]);
}

async function undo(
  world: Account,
  ledger: MemoryLedger,
  ids: readonly string[],
  writes: Writes,
): Promise<UndoOutcome> {
  const plan = await planned(world, ledger, "undo");
  const history = [...ledger.changes()].reverse();
  const asked = history.filter(({ change }) => ids.includes(change.id));
  const unsettled = await ledger.unsettled(role, region);
  return applyUndo(planUndo({ asked, history, plan, unsettled }), plan.work, writes, undefined);
}

async function endOf(world: Account, ledger: MemoryLedger) {
  return {
    policies: new Map([...world.policies].sort()),
    pulls: pullsOf(world),
    grants: withoutSince(await ledger.grants(role, region)),
    records: ledger
      .changes()
      .map(({ change, state }) => `${state} ${change.id}`)
      .sort(),
    told: ledger.notices().length,
    // Which come first hangs on which call failed; each is once there.
    effects: [...world.effects].sort(),
  };
}

type Fault = "dies before" | "dies after" | "is throttled" | "fails after its effect";

/** The call with that number goes wrong; a process that died makes no other. */
function withFault(writes: Writes, at: number, fault: Fault) {
  let calls = 0;
  let isDead = false;
  const call = async (effect: () => unknown): Promise<unknown> => {
    if (isDead) throw new Crash("dead already");
    if (calls++ !== at) return effect();
    const failed = { call: `call ${at}`, resource: "it" };
    isDead = fault === "dies before" || fault === "dies after";
    if (fault === "dies after" || fault === "fails after its effect") await effect();
    if (isDead) throw new Crash(fault);
    throw fault === "is throttled"
      ? new Throttled(failed, new Error("later"))
      : new Unavailable(failed, new Error("time-out"));
  };
  const faulty = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...parameters: readonly unknown[]) => call(() => method.apply(target, parameters));
      },
    });
  const { ledger, roles, projects } = writes;
  return {
    writes: { ...writes, ledger: faulty(ledger), roles: faulty(roles), projects: faulty(projects) },
    calls: () => calls,
  };
}

test("the policy and the projects are byte for byte what they were, and a second undo changes nothing", async () => {
  const { world, ledger, before, ids } = await repaired();
  expect(ids).toHaveLength(4);
  const outcome = await undo(world, ledger, ids, writesTo(world, ledger));
  expect(outcome.applied).toHaveLength(4);
  expect({ policies: world.policies, pulls: pullsOf(world) }).toEqual(before);
  expect(await ledger.grants(role, region)).toEqual([]);
  const end = await endOf(world, ledger);
  const again = await undo(world, ledger, ids, writesTo(world, ledger));
  expect(again).toEqual({ applied: [], failed: [], superseded: [], errors: [] });
  expect(await endOf(world, ledger)).toEqual(end);
});

test.each<Fault>(["dies before", "dies after", "is throttled", "fails after its effect"])(
  "an undo of which one call %s ends with the next one as if it had not",
  async (fault) => {
    const smooth = await repaired();
    await undo(smooth.world, smooth.ledger, smooth.ids, writesTo(smooth.world, smooth.ledger));
    const wanted = await endOf(smooth.world, smooth.ledger);
    for (let at = 0; ; at++) {
      const { world, ledger, ids } = await repaired();
      const short = withFault(writesTo(world, ledger), at, fault);
      await undo(world, ledger, ids, short.writes).catch(() => {});
      if (short.calls() <= at) {
        expect(at).toBeGreaterThan(8);
        break;
      }
      await undo(world, ledger, ids, writesTo(world, ledger));
      expect(await endOf(world, ledger), `${fault} at call ${at}`).toEqual(wanted);
    }
  },
);
