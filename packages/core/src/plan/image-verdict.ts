/** Does this image, in this environment, take a registry credential? */
import { type ImageReference, InvalidImageReference, parseImageReference } from "../model/image.ts";
import type { Project } from "../model/project.ts";

export type ImageVerdict =
  | { readonly kind: "registry"; readonly host: string }
  /** CodeBuild pulls it without a registry credential, or pulls nothing at all. */
  | { readonly kind: "takes-none"; readonly why: string }
  | { readonly kind: "invalid"; readonly why: string };

/**
 * "Images cannot be curated or an Amazon ECR image" (API_RegistryCredential), and builds with an ECR Public image
 * and a credential fail to start. Lambda compute takes images from Amazon ECR alone; EC2 and Mac environments run
 * on an instance, not in a container: the latter two follow from
 * https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html and fleets.html, unverified by a build.
 */
export function judgeImage({
  image,
  environmentType,
}: Pick<Project, "image" | "environmentType">): ImageVerdict {
  if (environmentType.endsWith("_LAMBDA_CONTAINER")) {
    return takesNone("Lambda compute takes its images from Amazon ECR");
  }
  if (environmentType.endsWith("_EC2") || environmentType === "MAC_ARM") {
    return takesNone("the environment runs on an instance and pulls no image");
  }
  const reference = readImage(image);
  if (reference.kind === "invalid" || reference.kind === "registry") return reference;
  return takesNone(servedBy[reference.kind]);
}

const servedBy = {
  curated: "CodeBuild serves the image itself",
  ecr: "Amazon ECR is opened by the role's own permissions",
  "ecr-public": "Amazon ECR Public needs no credential, and a build that has one fails to start",
} satisfies Record<Exclude<ImageReference["kind"], "registry">, string>;

function takesNone(why: string): ImageVerdict {
  return { kind: "takes-none", why };
}

function readImage(text: string): ImageReference | Extract<ImageVerdict, { kind: "invalid" }> {
  try {
    return parseImageReference(text);
  } catch (error) {
    if (error instanceof InvalidImageReference) return { kind: "invalid", why: error.message };
    throw error;
  }
}
