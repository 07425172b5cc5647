/**
 * Private hosted zones. Route 53 answers five requests a second for a whole account, and other people's DNS hangs on them: one is
 * made after the other, each name is asked for once, and no more than a bound.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-requests
 */
import { GetHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import { AccessDenied, Throttled } from "../errors.ts";
import type { PrivateZone } from "../model/private-zone.ts";
import type { PrivateZones } from "../observe/private-zones.ts";
import { once } from "../observe/reading.ts";
import type { Connection } from "./clients.ts";
import { withAwsErrorsIfThere } from "./errors.ts";

/** `region`: any of the partition, for the service is the same in all of them. */
export function privateZones(connection: Connection, region: string): PrivateZones {
  const client = new Route53Client(connection(region));
  const next = oneAfterTheOther();
  let calls = 0;
  let denied: AccessDenied | undefined;

  const call = <T>(name: string, resource: string, made: () => Promise<T>): Promise<T | undefined> =>
    next(async () => {
      const failed = { call: `route53:${name}`, resource };
      if (denied !== undefined) throw denied;
      if (calls >= callsMax) throw new Throttled(failed, new Error("no more is asked at once"));
      calls += 1;
      try {
        return await withAwsErrorsIfThere(failed, made);
      } catch (error) {
        if (error instanceof AccessDenied) denied = error;
        throw error;
      }
    });

  return {
    named: once(async (name: string) => {
      const command = new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: zonesMax });
      const listed = await call("ListHostedZonesByName", name, () => client.send(command));
      const own = (listed?.HostedZones ?? []).filter(
        ({ Name, Config }) => Name === `${name}.` && Config?.PrivateZone === true,
      );
      const zones: PrivateZone[] = [];
      for (const { Id = "" } of own) {
        const id = Id.slice(Id.lastIndexOf("/") + 1);
        const zone = await call("GetHostedZone", id, () => client.send(new GetHostedZoneCommand({ Id: id })));
        const vpcs = (zone?.VPCs ?? []).map(({ VPCId = "", VPCRegion = "" }) => ({
          id: VPCId,
          region: VPCRegion,
        }));
        if (vpcs.length > 0) zones.push({ id, name, vpcs });
      }
      return zones;
    }),
  };
}

/** Of one name. */
const zonesMax = 10;

/** For one invocation of a function, or one command: at five a second half of what a minute takes. */
const callsMax = 150;

function oneAfterTheOther(): <T>(each: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (each) => {
    const made = last.then(each);
    last = made.catch(() => undefined);
    return made;
  };
}
