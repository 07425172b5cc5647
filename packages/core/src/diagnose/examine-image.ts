/** What is wrong with an image reference by its form alone, for a project that would use it in a container. */
import type { Finding } from "../model/finding.ts";
import { judgeHost } from "../model/registry-host.ts";
import { judgeImage } from "./image-verdict.ts";
import { imageMisread } from "./rules/image-misread.ts";
import { correctTheImage, registryUnresolvable } from "./rules/registry-unresolvable.ts";
import { moveToTheInternet, registryVpcOnly } from "./rules/registry-vpc-only.ts";
import type { Rule } from "./rules/rule.ts";

/** A finding without the project that it would be about. */
export type ImageFinding = Pick<Finding, "rule" | "severity" | "title" | "evidence" | "remedy">;

/** Findings on whether CodeBuild can reach the image's registry; asks no network. */
export function examineImage(image: string): readonly ImageFinding[] {
  const verdict = judgeImage({ image, environmentType: "LINUX_CONTAINER", runner: false });
  const evidence = [["image", verdict.text]] as const;
  switch (verdict.kind) {
    case "invalid":
    case "misread": {
      const { kind, why, likely } = verdict;
      const meant = likely === undefined ? [] : [["likely meant", likely] as const];
      return kind === "invalid"
        ? [
            finding(
              registryUnresolvable,
              `The image names no registry: it ${why}.`,
              [...evidence, ...meant],
              correctTheImage,
            ),
          ]
        : [
            finding(
              imageMisread,
              `The image is likely not the one that was meant: it ${why}.`,
              [...evidence, ...meant],
              [{ kind: "advice", text: `In the image, ${verdict.wanted}.` }],
            ),
          ];
    }
    case "registry":
      return examineHost(verdict.host, evidence);
    default:
      return [];
  }
}

function examineHost(host: string, image: Finding["evidence"]): readonly ImageFinding[] {
  const verdict = judgeHost(host);
  if (verdict.kind !== "private") return [];
  const evidence = [...image, ["host", host], ["why", verdict.why]] as const;
  return [
    finding(registryVpcOnly, `CodeBuild cannot reach the registry ${host}.`, evidence, moveToTheInternet),
  ];
}

function finding(
  { id, severity }: Rule,
  title: string,
  evidence: Finding["evidence"],
  remedy: Finding["remedy"],
): ImageFinding {
  return { rule: id, severity, title, evidence, remedy };
}
