import {
  ConflictingDomainExists,
  type CreateHostedZoneRequest,
  type CreateHostedZoneResponse,
  HostedZoneAlreadyExists,
  InvalidDomainName,
  InvalidVPCId,
} from "@aws-sdk/client-route-53";
import type { Call, Operation } from "../../service.ts";
import { hostedZone, nameServers, type StoredZone, zoneName, zoneStore } from "./zone.ts";

/** With a VPC it is a private zone. https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
export const createHostedZone: Operation<CreateHostedZoneRequest, CreateHostedZoneResponse> = {
  permissions: ({ VPC }) => [
    { action: "route53:CreateHostedZone", resource: "*" },
    ...(VPC === undefined ? [] : [{ action: "ec2:DescribeVpcs", resource: "*" }]),
  ],
  run(input, call) {
    const { sandbox, place, now } = call;
    const zone = zoneOf(input, call);
    zoneStore(sandbox, place.account).set(zone.id, zone);
    const [vpc] = zone.vpcs ?? [];
    return {
      HostedZone: hostedZone(zone),
      ChangeInfo: {
        Id: `/change/C${sandbox.ids.text(13, idCharacters)}`,
        Status: "PENDING",
        SubmittedAt: now,
      },
      ...(vpc ? { VPC: vpc } : { DelegationSet: { NameServers: [...nameServers] } }),
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    } as CreateHostedZoneResponse;
  },
  trail: ({ Name, VPC, CallerReference, HostedZoneConfig }, { HostedZone }) => ({
    requestParameters: {
      name: Name,
      callerReference: CallerReference,
      ...(HostedZoneConfig && {
        hostedZoneConfig: { comment: HostedZoneConfig.Comment, privateZone: HostedZoneConfig.PrivateZone },
      }),
      ...(VPC && { vPC: { vPCRegion: VPC.VPCRegion, vPCId: VPC.VPCId } }),
    },
    responseElements: HostedZone ? { hostedZone: { id: HostedZone.Id, name: HostedZone.Name } } : null,
  }),
};

const idCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function zoneOf(
  { Name = "", CallerReference = "", VPC, HostedZoneConfig }: CreateHostedZoneRequest,
  { sandbox, place }: Call,
): StoredZone {
  const name = zoneName(Name);
  if (!/^(?:[^.\s]{1,63}\.)+$/.test(name)) {
    throw new InvalidDomainName({ message: `'${Name}' is not a valid domain name`, $metadata: {} });
  }
  if (VPC !== undefined && !/^vpc-[0-9a-f]+$/.test(VPC.VPCId ?? "")) {
    throw new InvalidVPCId({ message: `The VPC: ${VPC.VPCId} is not valid`, $metadata: {} });
  }
  const all = [...zoneStore(sandbox, place.account).values()];
  if (all.some(({ callerReference }) => callerReference === CallerReference)) {
    const message = `A hosted zone has already been created with the specified caller reference.`;
    throw new HostedZoneAlreadyExists({ message, $metadata: {} });
  }
  const isSeen = ({ name: other, vpcs = [] }: StoredZone) =>
    other === name && vpcs.some(({ VPCId }) => VPCId === VPC?.VPCId);
  if (VPC !== undefined && all.some(isSeen)) {
    const message = `The VPC ${VPC.VPCId} in region ${VPC.VPCRegion} has already been associated with the hosted zone with the same domain name.`;
    throw new ConflictingDomainExists({ message, $metadata: {} });
  }
  return {
    id: `Z${sandbox.ids.text(20, idCharacters)}`,
    name,
    callerReference: CallerReference,
    comment: HostedZoneConfig?.Comment,
    vpcs: VPC === undefined ? undefined : [VPC],
  };
}
