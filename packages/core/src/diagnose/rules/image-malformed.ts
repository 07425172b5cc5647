import type { RemedyStep } from "../../model/remedy.ts";
import { writeMeantImage } from "./meant-image.ts";
import { projectRule } from "./rule.ts";

/** The reference cannot be read by Docker's grammar, so there is no registry to ask. */
export const imageMalformed = projectRule(
  {
    id: "image-malformed",
    severity: "high",
    about:
      "The project's image is not a valid image reference, so it names no registry. Builds fail before they start.",
  },
  (facts) => {
    const { project, image } = facts;
    if (image.kind !== "invalid") return undefined;
    return {
      title: `The image of project ${project.name} names no registry.`,
      evidence: [
        ["image", image.text],
        ["why", image.why],
        ...(image.likely === undefined ? [] : [["likely meant", image.likely] as const]),
      ],
      remedy: image.likely === undefined ? correctTheImage : writeMeantImage(facts, image.likely),
      mender: "project owner",
      blocks: true,
    };
  },
);

export const correctTheImage: readonly RemedyStep[] = [
  {
    kind: "advice",
    text: "Correct the image: HOST[:PORT]/REPOSITORY[:TAG][@DIGEST], with the repository in lower case.",
  },
];
