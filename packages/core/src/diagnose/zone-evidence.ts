/** What private hosted zones tell of a registry's name: that a VPC gets another answer than CodeBuild, and where from. */
import type { Evidence } from "../model/finding.ts";
import type { ZonesSeen } from "../model/private-zone.ts";
import { listed } from "../notice/plain.ts";

export function zoneEvidence(seen: ZonesSeen | undefined): Evidence {
  if (seen === undefined) return [];
  if (seen.kind === "unknown") return [["private hosted zones", `could not be read: ${seen.why}`]];
  return seen.zones.slice(0, zonesShown).map(({ id, name, vpcs }) => {
    const who = vpcs.map((vpc) => `${vpc.id} (${vpc.region})`).sort();
    return [
      "private hosted zone",
      `${name} (${id}) is asked for this name in the VPC${who.length === 1 ? "" : "s"} ${listed(who, vpcsShown)}`,
    ];
  });
}

const zonesShown = 4;
const vpcsShown = 4;
