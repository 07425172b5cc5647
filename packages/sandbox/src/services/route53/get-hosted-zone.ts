import type { GetHostedZoneRequest, GetHostedZoneResponse } from "@aws-sdk/client-route-53";
import type { Operation } from "../../service.ts";
import { hostedZone, nameServers, requireZone, zonePermission } from "./zone.ts";

/** Of a private zone the VPCs that see it. https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html */
export const getHostedZone: Operation<GetHostedZoneRequest, GetHostedZoneResponse> = {
  permissions: ({ Id }, call) => [zonePermission("GetHostedZone", Id, call)],
  run({ Id }, call) {
    const zone = requireZone(Id, call);
    return {
      HostedZone: hostedZone(zone),
      ...(zone.vpcs ? { VPCs: [...zone.vpcs] } : { DelegationSet: { NameServers: [...nameServers] } }),
    };
  },
};
