/**
 * docs/architecture.md: "Add at once, remove with care". What is not withdrawn goes only with a listing of every project, if the grant is
 * older than that; and what no project needed before a sweep goes with it.
 */
import type { Account } from "./account.ts";
import type { History } from "./history.ts";
import { isIgnored, isOpen, tagsOf } from "./oracle.ts";
import { grantsIn } from "./policy.ts";
import { isSmooth } from "./smooth.ts";
import { look } from "./view.ts";
import type { Taken, Watch } from "./watch.ts";

/** Grants that pullpass took though the listing was younger, or there was none. */
export function takenTooEarly(
  taken: readonly Taken[],
  { watch, conditions }: Account,
  history: Pick<History, "mayBeWithdrawn">,
): readonly string[] {
  const begun = [...watch.listings, ...watch.sweeps];
  return taken
    .filter(({ role, secret, after, atMs }) => {
      if (watch.touched.has(role) || grantsIn(after)?.has(secret) !== false) return false;
      if (history.mayBeWithdrawn(role, secret, atMs)) return false;
      const madeAtMs = madeAt(role, secret, watch);
      return !begun.some((listedAtMs) => listedAtMs <= atMs && madeAtMs < listedAtMs + 2 * conditions.skewMs);
    })
    .map(({ role, secret }) => `pullpass took ${secret} from ${role} before it had listed every project`);
}

/** Grants that the last sweep left, though nothing failed and no project needed them since before it. */
export async function leftBySweep(account: Account, history: History): Promise<readonly string[]> {
  const { watch, conditions, world } = account;
  const sweptAtMs = watch.sweeps.at(-1);
  const nowMs = world.sandbox.clock.now().getTime();
  if (sweptAtMs === undefined || !isSmooth(account) || nowMs < sweptAtMs + sweepMs) return [];
  const view = await look(account);
  const left: string[] = [];
  for (const { name } of view.roles.filter((role) => isOpen(role) && !watch.touched.has(role.name))) {
    const isHeldBack = (secret: string) =>
      history.everWanted.some(
        (want) =>
          want.role === name &&
          want.secret === secret &&
          view.projects.some((each) => each.name === want.project && isIgnored(tagsOf(each))),
      );
    const isUnneeded = (secret: string) =>
      madeAt(name, secret, watch) < sweptAtMs - 2 * conditions.skewMs - clocksDifferMs &&
      !history.wasWantedBy(name, secret, sweptAtMs - clocksDifferMs, nowMs) &&
      !isHeldBack(secret);
    const granted = [...(grantsIn((await world.policy(name)) ?? "")?.keys() ?? [])];
    left.push(...granted.filter(isUnneeded).map((secret) => `a sweep left ${name} ${secret}, for nobody`));
  }
  return left;
}

/** Until the work that a sweep asked for is done. */
const sweepMs = 300_000;
/** Of two moments that are closer nobody knows which was first. */
const clocksDifferMs = 10_000;

function madeAt(role: string, secret: string, { effects }: Watch): number {
  const made = effects.findLast(({ kind, of }) => kind === "grant" && of === `${role} ${secret}`);
  return made?.atMs ?? Number.NEGATIVE_INFINITY;
}
