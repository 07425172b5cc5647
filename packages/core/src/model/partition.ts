/** The partition of a Region, by the beginning of a Region's code, as the AWS SDKs have it in `partitions.json`. */
export function partitionOf(region: string): Partition {
  return partitions.find(([start]) => region.startsWith(start))?.[1] ?? "aws";
}

const partitions = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
] as const;

export type Partition = "aws" | (typeof partitions)[number][1];

export function isPartition(text: string | undefined): text is Partition {
  return text === "aws" || partitions.some(([, partition]) => partition === text);
}
