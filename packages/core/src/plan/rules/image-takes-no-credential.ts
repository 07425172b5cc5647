import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RegistryCredential.html */
export const imageTakesNoCredential = projectRule(
  {
    id: "image-takes-no-credential",
    severity: "medium",
    about:
      "The project names a registry credential, and its image or environment takes none: curated images, Amazon ECR, " +
      "Amazon ECR Public, Lambda compute, EC2 and Mac environments. pullpass grants nothing for it.",
  },
  ({ project, need }) => {
    if (need.kind !== "image" || need.image.kind !== "takes-none") return undefined;
    return {
      title: `Project ${project.name} has a registry credential that its image cannot take: ${need.image.why}.`,
      evidence: [
        ["image", project.image],
        ["environment", project.environmentType],
        ["credential", project.credential ?? ""],
      ],
      remedy:
        "Remove the registry credential from the project's environment, in the template or the console.",
    };
  },
);
