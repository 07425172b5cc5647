/** What is wrong with an image reference by its form alone, for a project that would use it in a container. */
import type { Finding } from "../model/finding.ts";
import { InvalidImageReference, maskImage, parseImageReference } from "../model/image.ts";
import { judgeHost } from "../model/registry-host.ts";
import { correctTheImage, registryUnresolvable } from "./rules/registry-unresolvable.ts";
import { moveToTheInternet, registryVpcOnly } from "./rules/registry-vpc-only.ts";
import type { Rule } from "./rules/rule.ts";

/** A finding without the project that it would be about. */
export type ImageFinding = Pick<Finding, "rule" | "severity" | "title" | "evidence" | "remedy">;

/** Findings on whether CodeBuild can reach the image's registry; asks no network. */
export function examineImage(written: string): readonly ImageFinding[] {
  const image = maskImage(written);
  try {
    const reference = parseImageReference(image);
    return reference.kind === "registry" ? examineHost(image, reference.host) : [];
  } catch (error) {
    if (!(error instanceof InvalidImageReference)) throw error;
    const evidence = [
      ["image", image],
      ["why", error.message],
    ] as const;
    return [finding(registryUnresolvable, "The image names no registry.", evidence, correctTheImage)];
  }
}

function examineHost(image: string, host: string): readonly ImageFinding[] {
  const verdict = judgeHost(host);
  if (verdict.kind !== "private") return [];
  const evidence = [
    ["image", image],
    ["host", host],
    ["why", verdict.why],
  ] as const;
  return [
    finding(registryVpcOnly, `CodeBuild cannot reach the registry ${host}.`, evidence, moveToTheInternet),
  ];
}

function finding(
  { id, severity }: Rule,
  title: string,
  evidence: Finding["evidence"],
  remedy: string,
): ImageFinding {
  return { rule: id, severity, title, evidence, remedy };
}
