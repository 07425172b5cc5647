import { writeMeantImage } from "./meant-image.ts";
import { projectRule } from "./rule.ts";

/** https://docs.docker.com/reference/cli/docker/image/tag/#description */
export const imageMisread = projectRule(
  {
    id: "image-misread",
    severity: "high",
    about:
      "The project's image means something else to Docker than to whoever wrote it: a host without a dot or a port is " +
      "taken for a part of a repository of Docker Hub, and the address of a web page or of a login names no repository. " +
      "Builds ask the wrong registry.",
  },
  (facts) => {
    const { project, image } = facts;
    if (image.kind !== "misread") return undefined;
    return {
      title: `The image of project ${project.name} is likely not the one that was meant: it ${image.why}.`,
      evidence: [
        ["image", image.text],
        ...(image.likely === undefined ? [] : [["likely meant", image.likely] as const]),
      ],
      remedy:
        image.likely === undefined
          ? [{ kind: "advice", text: `In the image of project ${project.name}, ${image.wanted}.` }]
          : writeMeantImage(facts, image.likely),
      mender: "project owner",
      blocks: image.certain,
      severity: "medium",
    };
  },
);
