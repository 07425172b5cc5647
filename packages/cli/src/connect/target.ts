/** The image to pull, as far as it can be judged before anything is asked of AWS. */
import { examineImage, type ImageReference, parseImageReference, remedyText } from "@pullpass/core";
import { UserError } from "../user-error.ts";

export type RegistryImage = Extract<ImageReference, { kind: "registry" }>;

/** @throws UserError unless it is of a registry that CodeBuild may reach, and that takes a credential */
export function registryImage(text: string): RegistryImage {
  const [finding] = examineImage(text);
  if (finding !== undefined) {
    const why = finding.evidence.find(([label]) => label === "why")?.[1];
    throw new UserError(
      `${finding.title} ${why === undefined ? "" : `${sentence(why)}.`}`.trim(),
      remedyText(finding.remedy),
    );
  }
  const image = parseImageReference(text);
  if (image.kind === "registry") return image;
  throw new UserError(
    `${text} takes no registry credential: ${servedBy[image.kind]}.`,
    "Set it as the project's image; there is nothing to connect.",
  );
}

/** The usual name of the secret for a registry: `registry/ghcr.io`. */
export function usualSecretName({ host, port }: RegistryImage): string {
  const place = port === undefined ? host : `${host}-${port}`;
  return `registry/${place.replaceAll(/[^\w/+=.@-]/g, "-")}`;
}

const servedBy = {
  curated: "CodeBuild serves it itself",
  ecr: "Amazon ECR is opened by the role's own permissions",
  "ecr-public": "Amazon ECR Public is open to all",
} as const;

/** The text with a large first letter. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
