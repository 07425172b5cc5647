/** Amazon Route 53: the hosted zones of an account, without records of their own. */
import constraints from "../../constraints/tables/route53.json" with { type: "json" };
import { validationErrors } from "../../constraints/words.ts";
import { awsError } from "../../errors.ts";
import type { Service } from "../../service.ts";
import { createHostedZone } from "./create-hosted-zone.ts";
import { deleteHostedZone } from "./delete-hosted-zone.ts";
import { getHostedZone } from "./get-hosted-zone.ts";
import { listHostedZonesByName } from "./list-hosted-zones-by-name.ts";
import * as sdk from "./sdk.ts";

export const route53: Service = {
  signingName: "route53",
  eventSource: "route53.amazonaws.com",
  sdk,
  client: () => new sdk.Route53Client({ region: "us-east-1" }),
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
