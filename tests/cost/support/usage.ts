/** What pullpass's functions call, as an account counts it. */
import { invocations, type RecordedCall } from "../../../packages/sandbox/src/index.ts";
import type { World } from "../../end-to-end/support/world.ts";

export interface Usage {
  readonly calls: number;
  readonly dynamodb: number;
  /** Of ingest and reconcile: notify runs for whatever is recorded. */
  readonly invocations: number;
}

/**
 * From an act until everything that follows from it has happened. The looks at registries are a function of their own, with its
 * own events and limits, and are not counted; nor is what the act itself calls.
 */
export async function usageOf(world: World, act: () => Promise<unknown>): Promise<Usage> {
  const { sandbox } = world;
  const calls = sandbox.calls.length;
  const runs = invocations(sandbox).length;
  await act();
  await world.rest();
  const made = sandbox.calls.slice(calls).filter(isCounted);
  const ran = invocations(sandbox)
    .slice(runs)
    .filter((each) => /ingest|reconcile/.test(each.function));
  const dynamodb = made.filter(({ service }) => service === "dynamodb").length;
  return { calls: made.length, dynamodb, invocations: ran.length };
}

function isCounted({ principal }: RecordedCall): boolean {
  return principal.includes(":assumed-role/pullpass-") && !principal.includes("pullpass-registry");
}
