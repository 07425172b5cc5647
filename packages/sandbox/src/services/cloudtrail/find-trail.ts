import { InvalidHomeRegionException, TrailNotFoundException } from "@aws-sdk/client-cloudtrail";
import type { Call, Permission } from "../../service.ts";
import { type Trail, trailStore } from "../../trails.ts";

/** By its ARN from anywhere; by its name in its home Region. @throws TrailNotFoundException */
export function requireTrail(nameOrArn: string | undefined, { sandbox, place }: Call): Trail {
  const found = trailStore(sandbox, place.account).get(trailArn(nameOrArn, { place }));
  if (found) return found;
  const message = `Unknown trail: ${nameOrArn} for the user: ${place.account}`;
  throw new TrailNotFoundException({ message, $metadata: {} });
}

/** The same, to change it. The words are unverified: StopLogging from another Region would settle them. @throws InvalidHomeRegionException */
export function requireTrailAtHome(nameOrArn: string | undefined, call: Call): Trail {
  const trail = requireTrail(nameOrArn, call);
  if (trail.homeRegion === call.place.region) return trail;
  const message = `Trail ${trail.arn} can only be changed in its home Region, ${trail.homeRegion}`;
  throw new InvalidHomeRegionException({ message, $metadata: {} });
}

export function trailArn(nameOrArn = "", { place }: Pick<Call, "place">): string {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  return `arn:${place.partition}:cloudtrail:${place.region}:${place.account}:trail/${nameOrArn}`;
}

export function trailPermission(action: string, nameOrArn: string | undefined, call: Call): Permission {
  return { action: `cloudtrail:${action}`, resource: trailArn(nameOrArn, call) };
}
