import { type HostedZone, NoSuchHostedZone, type VPC } from "@aws-sdk/client-route-53";
import type { Sandbox } from "../../sandbox.ts";
import type { Call, Permission } from "../../service.ts";

/** A hosted zone as it is stored. */
export interface StoredZone {
  readonly id: string;
  /** In lower case, with the dot at its end. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | undefined;
  /** The VPCs that see it, for a private one. */
  readonly vpcs: readonly VPC[] | undefined;
}

/** The zones of that account, by id. */
export function zoneStore(sandbox: Sandbox, account: string): Map<string, StoredZone> {
  return sandbox.store(`route53:${account}`, () => new Map());
}

/** As the answers have it. https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html */
export function hostedZone({ id, name, callerReference, comment, vpcs }: StoredZone): HostedZone {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: callerReference,
    Config: { ...(comment !== undefined && { Comment: comment }), PrivateZone: vpcs !== undefined },
    ResourceRecordSetCount: recordsOfNewZone,
  };
}

/** NS and SOA: no other records are served. */
const recordsOfNewZone = 2;

export const nameServers: readonly string[] = [
  "ns-1.awsdns-00.com",
  "ns-513.awsdns-00.net",
  "ns-1025.awsdns-00.org",
  "ns-1537.awsdns-00.co.uk",
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html */
export function zonePermission(action: string, id: string | undefined, { place }: Call): Permission {
  return {
    action: `route53:${action}`,
    resource: `arn:${place.partition}:route53:::hostedzone/${bareId(id)}`,
  };
}

/** SDKs leave the prefix out, and others send it. */
export function bareId(id = ""): string {
  return id.replace(/^\/hostedzone\//, "");
}

/** @throws NoSuchHostedZone */
export function requireZone(id: string | undefined, { sandbox, place }: Call): StoredZone {
  const found = zoneStore(sandbox, place.account).get(bareId(id));
  if (found) return found;
  throw new NoSuchHostedZone({ message: `No hosted zone found with ID: ${bareId(id)}`, $metadata: {} });
}

/** `www.Example.com` is `www.example.com.` https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html */
export function zoneName(name: string): string {
  return `${name.toLowerCase().replace(/\.$/, "")}.`;
}
