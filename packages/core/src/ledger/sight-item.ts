/** Looks at registries as items. */
import * as v from "valibot";
import type { ZonesSeen } from "../model/private-zone.ts";
import {
  type RegistryName,
  type RegistrySight,
  registryKey,
  sightAgeMaxMs,
} from "../model/registry-sight.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { registryPartition } from "./partition.ts";
import { RegistrySightSchema } from "./registry-schemas.ts";
import { ttlAttribute } from "./table.ts";

export function sightItemKey(region: string, registry: RegistryName): ItemKey {
  return { pk: registryPartition(region), sk: `sight#${registryKey(registry)}` };
}

export function sightItem(region: string, registry: RegistryName, sight: RegistrySight): Item {
  return {
    ...sightItemKey(region, registry),
    type: "sight",
    body: toBody(boundedSight(sight)),
    [ttlAttribute]: Math.ceil((Date.parse(sight.at) + sightAgeMaxMs) / 1_000),
  };
}

/** What DNS tells may be long; what is evidence is short. */
export function boundedSight(sight: RegistrySight): RegistrySight {
  const { aliases, addresses, zones } = sight;
  return {
    ...sight,
    aliases: aliases.slice(0, namesMax),
    addresses: addresses.slice(0, namesMax),
    ...(zones !== undefined && { zones: boundedZones(zones) }),
  };
}

function boundedZones(seen: ZonesSeen): ZonesSeen {
  if (seen.kind === "unknown") return seen;
  const zones = seen.zones.slice(0, namesMax);
  return { ...seen, zones: zones.map((zone) => ({ ...zone, vpcs: zone.vpcs.slice(0, namesMax) })) };
}

const namesMax = 16;

/** @throws ValiError on an item that pullpass did not write */
export function readSight(item: Item): RegistrySight {
  return v.parse(RegistrySightSchema, fromBody(item));
}
