import { projectRule } from "./rule.ts";

/** The reference cannot be read by Docker's grammar, so there is no registry to ask. */
export const registryUnresolvable = projectRule(
  {
    id: "registry-unresolvable",
    severity: "high",
    about:
      "The project's image is not a valid image reference, so it names no registry that a credential could be for. " +
      "Builds fail before they start.",
  },
  ({ project, need }) => {
    if (need.kind !== "image" || need.image.kind !== "invalid") return undefined;
    return {
      title: `The image of project ${project.name} names no registry.`,
      evidence: [
        ["image", project.image],
        ["why", need.image.why],
      ],
      remedy: correctTheImage,
    };
  },
);

export const correctTheImage =
  "Correct the image: HOST[:PORT]/REPOSITORY[:TAG][@DIGEST], with the repository in lower case.";
