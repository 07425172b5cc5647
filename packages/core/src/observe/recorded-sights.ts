/** What the ledger tells of registries, for those who do not look themselves. */
import { isRecent } from "../model/registry-sight.ts";
import type { Clock, Ledger, Registries } from "../ports.ts";

/** Looks that count no more are none. */
export function recordedSights(
  ledger: Pick<Ledger, "registrySight">,
  region: string,
  clock: Clock,
): Registries {
  return {
    async look(registry) {
      const sight = await ledger.registrySight(region, registry);
      return sight !== undefined && isRecent(sight, clock.now()) ? sight : undefined;
    },
  };
}
