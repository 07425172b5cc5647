/** AWS's partitions, as the AWS SDKs have them in `partitions.json`. */

/** The partition of a Region, by the beginning of the Region's code. */
export function partitionOf(region: string): Partition {
  return others.find(([start]) => region.startsWith(start))?.[1] ?? "aws";
}

export function isPartition(text: string | undefined): text is Partition {
  return text === "aws" || others.some(([, partition]) => partition === text);
}

/**
 * Where a service is that the partition has once: its `implicitGlobalRegion`. For Organizations the same as in
 * https://docs.aws.amazon.com/general/latest/gr/ao.html
 */
export function globalRegionOf(partition: Partition): string {
  return partition === "aws" ? "us-east-1" : globalRegions[partition];
}

const others = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
] as const;

type OtherPartition = (typeof others)[number][1];

export type Partition = "aws" | OtherPartition;

const globalRegions: Readonly<Record<OtherPartition, string>> = {
  "aws-cn": "cn-northwest-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
  "aws-us-gov": "us-gov-west-1",
};
