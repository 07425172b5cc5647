import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RegistryCredential.html */
export const imageTakesNoCredential = projectRule(
  {
    id: "image-takes-no-credential",
    severity: "high",
    about:
      "The project names a registry credential, and its image or environment takes none: builds with an image of Amazon " +
      "ECR or Amazon ECR Public, or on Lambda compute, fail to start with one (high). Curated images, EC2 and Mac " +
      "environments do not use it (low). pullpass grants nothing for it.",
  },
  ({ project, image, credential }) => {
    if (credential === undefined || image.kind !== "takes-none") return undefined;
    const blocks = image.refusesCredential && project.pullCredentials === "SERVICE_ROLE";
    return {
      title: `Project ${project.name} has a registry credential that its image does not take: ${image.why}.`,
      evidence: [
        ["image", image.text],
        ["environment", project.environmentType],
        ["credential", credential.text],
      ],
      remedy: [{ kind: "member", project: project.name, member: "credential", value: undefined }],
      mender: "project owner",
      blocks,
      severity: "low",
    };
  },
);
