import { waitsFor } from "../waits-for.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html */
export const pullTypeWrong = projectRule(
  {
    id: "pull-type-wrong",
    severity: "high",
    about:
      "The project has a registry credential and does not pull with it: its imagePullCredentialsType is CODEBUILD. " +
      "pullpass sets SERVICE_ROLE.",
  },
  (facts, context) => {
    const { project, image, credential } = facts;
    if (image.kind === "takes-none" || image.kind === "of-jobs" || credential === undefined) return undefined;
    if (project.pullCredentials === "SERVICE_ROLE") return undefined;
    return {
      title: `Project ${project.name} has a registry credential and does not pull with it.`,
      evidence: [["imagePullCredentialsType", project.pullCredentials]],
      remedy: [
        { kind: "member", project: project.name, member: "imagePullCredentialsType", value: "SERVICE_ROLE" },
      ],
      mender: "project owner",
      blocks: true,
      waitsFor: waitsFor(facts, context),
    };
  },
);
