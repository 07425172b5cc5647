/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from "@aws-sdk/client-cloudtrail";
import { inParallel } from "@pullpass/core";
import type { Connection } from "@pullpass/core/aws";
import type { Known } from "@pullpass/core/parts";
import type { ExaminedTrail } from "../examined.ts";
import { told } from "./told.ts";

/** Those that the Region shows: its own, and those of every Region. */
export async function readTrails(
  connection: Connection,
  region: string,
): Promise<Known<readonly ExaminedTrail[]>> {
  const listing = await list(new CloudTrailClient(connection(region)), region);
  if (listing.kind !== "known") return listing;
  const value = await inParallel(listing.value, 4, (trail) => examine(trail, connection, region));
  return { kind: "known", value };
}

function list(client: CloudTrailClient, region: string): Promise<Known<readonly Trail[]>> {
  return told("cloudtrail:DescribeTrails", `the trails of ${region}`, async () => {
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
    return trailList;
  });
}

async function examine(trail: Trail, connection: Connection, region: string): Promise<ExaminedTrail> {
  const { TrailARN: arn = trail.Name ?? "", Name: name = arn, HomeRegion: homeRegion = region } = trail;
  // a shadow is asked about by its ARN; its home answers whatever the Region may show
  const client = new CloudTrailClient(connection(homeRegion));
  const [isLogging, selectors] = await Promise.all([
    told(
      "cloudtrail:GetTrailStatus",
      arn,
      async () => (await client.send(new GetTrailStatusCommand({ Name: arn }))).IsLogging,
    ),
    told("cloudtrail:GetEventSelectors", arn, async () => {
      const answer = await client.send(new GetEventSelectorsCommand({ TrailName: arn }));
      return { basic: answer.EventSelectors ?? [], advanced: answer.AdvancedEventSelectors ?? [] };
    }),
  ]);
  return {
    name,
    arn,
    homeRegion,
    isMultiRegion: trail.IsMultiRegionTrail === true,
    includesGlobal: trail.IncludeGlobalServiceEvents === true,
    isLogging,
    selectors,
  };
}
