/** The forms of ARNs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
import { matches, patternOf, wildcards } from "../match/pattern.ts";

/** The parts between colons; a colon inside a policy variable (`${aws:username}`) does not count. */
export function segmentsOf(arn: string): readonly string[] {
  const segments = [""];
  let inVariable = false;
  for (const [at, character] of [...arn].entries()) {
    if (character === "{" && arn[at - 1] === "$") inVariable = true;
    if (character === "}") inVariable = false;
    if (character === ":" && !inVariable) segments.push("");
    else segments.push(`${segments.pop()}${character}`);
  }
  return segments;
}

/** A partition by its name, by a pattern that fits one, or by a variable. */
export function isPartition(text: string): boolean {
  if (/^\$\{[^{}]*\}$/.test(text)) return true;
  const pattern = patternOf(wildcards(text));
  return partitions.some((partition) => matches(pattern, partition));
}

/** China, GovCloud, the European Sovereign Cloud and the isolated ones, as the AWS SDKs list them. */
const partitions = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-eusc",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
];
