import { judgeHost } from "../../model/registry-host.ts";
import type { RemedyStep } from "../../model/remedy.ts";
import { projectRule } from "./rule.ts";

/**
 * The access is repaired all the same: whether the host is reachable can change without any event, by a public name
 * or address for it, and the grant is no wider for it.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/private-registry-sample-create-project.html
 */
export const registryVpcOnly = projectRule(
  {
    id: "registry-vpc-only",
    severity: "high",
    about:
      "The registry's address or host name is private. CodeBuild pulls images over the public internet, never through " +
      "the project's VPC, so no permission makes this pull work.",
  },
  ({ project, image }) => {
    if (image.kind !== "registry") return undefined;
    const host = judgeHost(image.host);
    if (host.kind !== "private") return undefined;
    return {
      title: `CodeBuild cannot reach the registry ${image.host} of project ${project.name}.`,
      evidence: [
        ["image", image.text],
        ["host", image.host],
        ["why", host.why],
      ],
      remedy: moveToTheInternet,
      mender: "project owner",
      blocks: true,
    };
  },
);

export const moveToTheInternet: readonly RemedyStep[] = [
  {
    kind: "advice",
    text:
      "Give the registry an address that the public internet reaches, or copy the image to Amazon ECR and let the " +
      "project use that. Changing the project's VPC does not help.",
  },
];
