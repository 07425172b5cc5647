/** Does this image, in this environment, take a registry credential? */
import { type ImageReference, readImage } from "../model/image.ts";
import type { Project } from "../model/project.ts";

/** `text` may be shown. */
export type ImageVerdict = { readonly text: string } & (
  | { readonly kind: "registry"; readonly host: string; readonly port: number | undefined }
  /** Its builds are jobs of others, which bring their own images and may use the credential. */
  | { readonly kind: "of-jobs"; readonly why: string }
  /** CodeBuild pulls it without a registry credential, or pulls nothing at all. */
  | {
      readonly kind: "takes-none";
      readonly why: string;
      /** A build that has a registry credential, and the pull type SERVICE_ROLE, fails to start. */
      readonly refusesCredential: boolean;
    }
  /** Docker takes it, and looks for another image than was meant. */
  | {
      readonly kind: "misread";
      readonly why: string;
      /** What to write instead, as an imperative without a full stop. */
      readonly wanted: string;
      readonly likely: string | undefined;
      /** Whether there can be no such image; else one may by chance have that name. */
      readonly certain: boolean;
    }
  /** Docker does not take it. */
  | { readonly kind: "invalid"; readonly why: string; readonly likely: string | undefined }
);

/**
 * "Images cannot be curated or an Amazon ECR image" (API_RegistryCredential), and builds with an ECR Public image
 * and a credential fail to start. Lambda compute takes images from Amazon ECR alone; EC2 and Mac environments run
 * on an instance, not in a container: the latter two follow from
 * https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html and fleets.html, unverified by a build.
 * Self-hosted runners keep a curated image beside a credential for their jobs:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/private-registry-sample-configure-runners.html
 */
export function judgeImage({
  image,
  environmentType,
  runner,
}: Pick<Project, "image" | "environmentType" | "runner">): ImageVerdict {
  const reading = readImage(image);
  const { text } = reading;
  if (runner) return { kind: "of-jobs", text, why: "its jobs may bring images of their own" };
  if (environmentType.endsWith("_LAMBDA_CONTAINER")) {
    return {
      kind: "takes-none",
      text,
      why: "Lambda compute takes its images from Amazon ECR",
      refusesCredential: true,
    };
  }
  if (environmentType.endsWith("_EC2") || environmentType === "MAC_ARM") {
    return {
      kind: "takes-none",
      text,
      why: "the environment runs on an instance and pulls no image",
      refusesCredential: false,
    };
  }
  switch (reading.kind) {
    case "mistaken":
      return { kind: "invalid", text, why: reading.what, likely: reading.likely };
    case "misread": {
      const { what: why, wanted, likely, certain } = reading;
      return { kind: "misread", text, why, wanted, likely, certain };
    }
    case "registry":
      return { kind: "registry", text, host: reading.host, port: reading.port };
    default:
      return {
        kind: "takes-none",
        text,
        why: servedBy[reading.kind],
        refusesCredential: reading.kind !== "curated",
      };
  }
}

const servedBy = {
  curated: "CodeBuild serves the image itself",
  ecr: "Amazon ECR is opened by the role's own permissions",
  "ecr-public": "Amazon ECR Public needs no credential, and a build that has one fails to start",
} satisfies Record<Exclude<ImageReference["kind"], "registry">, string>;
