/** The private hosted zones that have a registry's name, for one that the internet does not reach: evidence, and no finding of its own. */
import { AccessDenied, AwsFailure } from "../errors.ts";
import {
  type PrivateZone,
  type ZonesSeen,
  zoneNames,
  zonesAgeMaxMs,
  zonesAsked,
} from "../model/private-zone.ts";
import type { RegistryName, RegistrySight, SightOutcome } from "../model/registry-sight.ts";
import type { Clock, Registries } from "../ports.ts";

/** The private hosted zones of the account. */
export interface PrivateZones {
  /** Those of exactly this name. @throws the errors of `errors.ts` */
  named(name: string): Promise<readonly PrivateZone[]>;
}

/** Registries that are looked at with the zones. */
export function registriesWithZones(registries: Registries, zones: PrivateZones, clock: Clock): Registries {
  return {
    async look(registry: RegistryName) {
      const sight = await registries.look(registry);
      return sight && withZones(sight, zones, clock);
    },
  };
}

/** `last`: what was seen before, whose zones count for a while, and for longer where nobody can tell them now. */
export async function withZones(
  sight: RegistrySight,
  zones: PrivateZones,
  clock: Clock,
  last?: RegistrySight,
): Promise<RegistrySight> {
  if (!isOutOfReach(sight.outcome) || zoneNames(sight.host).length === 0) return sight;
  const before = last?.zones?.kind === "known" ? last.zones : undefined;
  const now = clock.now();
  if (before !== undefined && Math.abs(now.getTime() - Date.parse(before.at)) <= zonesAgeMaxMs) {
    return { ...sight, zones: before };
  }
  const seen = await zonesOf(sight.host, zones, now);
  return { ...sight, zones: seen.kind === "unknown" && before !== undefined ? before : seen };
}

function isOutOfReach({ kind }: SightOutcome): boolean {
  return kind !== "answers" && kind !== "unknown";
}

async function zonesOf(host: string, zones: PrivateZones, now: Date): Promise<ZonesSeen> {
  const found: PrivateZone[] = [];
  try {
    for (const name of zoneNames(host)) found.push(...(await zones.named(name)));
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { kind: "unknown", why: whyUnread(error) };
  }
  return { kind: "known", at: now.toISOString(), zones: zonesAsked(found) };
}

/** The same words for the same cause each time: evidence that changes is told. */
function whyUnread(error: AwsFailure): string {
  return error instanceof AccessDenied ? `${error.call} is not allowed` : "Route 53 did not tell";
}
