/** Amazon Route 53: the hosted zones of an account, without records of their own. */
import {
  ConflictingDomainExists,
  ConflictingDomainExists$,
  CreateHostedZone$,
  CreateHostedZoneCommand,
  DeleteHostedZone$,
  DeleteHostedZoneCommand,
  GetHostedZone$,
  GetHostedZoneCommand,
  HostedZoneAlreadyExists,
  HostedZoneAlreadyExists$,
  InvalidDomainName,
  InvalidDomainName$,
  InvalidVPCId,
  InvalidVPCId$,
  ListHostedZonesByName$,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone,
  NoSuchHostedZone$,
  Route53Client,
} from "@aws-sdk/client-route-53";
import constraints from "../../constraints/tables/route53.json" with { type: "json" };
import { validationErrors } from "../../constraints/words.ts";
import { awsError } from "../../errors.ts";
import type { Service } from "../../service.ts";
import { createHostedZone } from "./create-hosted-zone.ts";
import { deleteHostedZone } from "./delete-hosted-zone.ts";
import { getHostedZone } from "./get-hosted-zone.ts";
import { listHostedZonesByName } from "./list-hosted-zones-by-name.ts";

/** What is served, of a client that has sixty operations more: the package of the command holds no others. */
const sdk = {
  ConflictingDomainExists,
  ConflictingDomainExists$,
  CreateHostedZone$,
  CreateHostedZoneCommand,
  DeleteHostedZone$,
  DeleteHostedZoneCommand,
  GetHostedZone$,
  GetHostedZoneCommand,
  HostedZoneAlreadyExists,
  HostedZoneAlreadyExists$,
  InvalidDomainName,
  InvalidDomainName$,
  InvalidVPCId,
  InvalidVPCId$,
  ListHostedZonesByName$,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone,
  NoSuchHostedZone$,
};

export const route53: Service = {
  signingName: "route53",
  eventSource: "route53.amazonaws.com",
  sdk,
  client: () => new Route53Client({ region: "us-east-1" }),
  constraints,
  /** "The input is not valid." https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html#API_CreateHostedZone_Errors */
  refuseInput: (violations) => awsError("InvalidInput", validationErrors(violations)),
  operations: {
    CreateHostedZone: createHostedZone,
    DeleteHostedZone: deleteHostedZone,
    GetHostedZone: getHostedZone,
    ListHostedZonesByName: listHostedZonesByName,
  },
};
