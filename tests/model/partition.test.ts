import { expect, test } from "vitest";
import { allRegions } from "../../packages/cli/src/audit/all-regions.ts";
import { consoleLink } from "../../packages/cli/src/render/audit/html/console-links.ts";
import { globalRegionOf, isPartition, partitionOf } from "../../packages/core/src/model/partition.ts";
import { iamRegionOf } from "../../packages/functions/src/deployment/events.ts";

/** As the AWS SDKs have them in `partitions.json`. */
const partitions = {
  aws: ["us-east-1", "eu-central-1", "ap-southeast-7"],
  "aws-cn": ["cn-northwest-1", "cn-north-1"],
  "aws-eusc": ["eusc-de-east-1"],
  "aws-iso": ["us-iso-east-1", "us-iso-west-1"],
  "aws-iso-b": ["us-isob-east-1", "us-isob-west-1"],
  "aws-iso-e": ["eu-isoe-west-1"],
  "aws-iso-f": ["us-isof-south-1", "us-isof-east-1"],
  "aws-us-gov": ["us-gov-west-1", "us-gov-east-1"],
} as const;

test.each(Object.entries(partitions))(
  "%s is known, with its Regions, and what it has once is in the first",
  (name, regions) => {
    expect(regions.map(partitionOf)).toEqual(regions.map(() => name));
    expect(allRegions(name)).toEqual(expect.arrayContaining([...regions]));
    expect(isPartition(name) && globalRegionOf(name)).toBe(regions[0]);
  },
);

test.each(Object.entries(partitions))(
  "IAM's events of %s appear in one of its own Regions",
  (name, regions) => {
    for (const region of regions) expect(partitionOf(iamRegionOf(region))).toBe(name);
  },
);

test("a console that nobody knows is linked to by nothing", () => {
  const project = (partition: string, region: string) =>
    consoleLink(`arn:${partition}:codebuild:${region}:111122223333:project/web`);
  expect(project("aws-eusc", "eusc-de-east-1")).toContain(
    "https://eusc-de-east-1.console.amazonaws-eusc.eu/",
  );
  expect(project("aws-iso", "us-iso-east-1")).toBeUndefined();
});
