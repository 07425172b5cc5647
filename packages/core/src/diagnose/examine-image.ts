/** What is wrong with an image reference, for a project that would use it in a container. */
import type { Evidence, Finding } from "../model/finding.ts";
import type { RegistrySight } from "../model/registry-sight.ts";
import { judgeImage } from "./image-verdict.ts";
import { registryFault } from "./registry-fault.ts";
import { correctTheImage, imageMalformed } from "./rules/image-malformed.ts";
import { imageMisread } from "./rules/image-misread.ts";

/** A finding without the project that it would be about. */
export type ImageFinding = Pick<Finding, "rule" | "severity" | "title" | "evidence" | "remedy">;

/** By its form alone, or also by what was seen of its registry. */
export function examineImage(image: string, sight?: RegistrySight): readonly ImageFinding[] {
  const verdict = judgeImage({ image, environmentType: "LINUX_CONTAINER", runner: false });
  const evidence: Evidence = [["image", verdict.text]];
  switch (verdict.kind) {
    case "invalid":
    case "misread": {
      const { kind, why, likely } = verdict;
      const all = [...evidence, ...(likely === undefined ? [] : [["likely meant", likely] as const])];
      return kind === "invalid"
        ? [found(imageMalformed, `The image names no registry: it ${why}.`, all, correctTheImage)]
        : [
            found(imageMisread, `The image is likely not the one that was meant: it ${why}.`, all, [
              { kind: "advice", text: `In the image, ${verdict.wanted}.` },
            ]),
          ];
    }
    case "registry": {
      const fault = registryFault(verdict.host, sight);
      if (fault === undefined) return [];
      const all = [...evidence, ["host", verdict.host] as const, ...fault.evidence];
      const severity = fault.blocks ? "high" : "medium";
      return [found({ id: fault.rule, severity }, fault.title(""), all, fault.remedy)];
    }
    default:
      return [];
  }
}

function found(
  { id, severity }: { readonly id: Finding["rule"]; readonly severity: Finding["severity"] },
  title: string,
  evidence: Evidence,
  remedy: Finding["remedy"],
): ImageFinding {
  return { rule: id, severity, title, evidence, remedy };
}
