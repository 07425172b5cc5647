/** What Docker and registries say about logins and images. */
import type { PullMessage } from "./pull-message.ts";

const registryErrors = "https://distribution.github.io/distribution/spec/api/#errors-2";
const ecrDockerErrors = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html";
const codeBuildTroubleshooting =
  "https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html";

export const registryMessages: readonly PullMessage[] = [
  {
    id: "rate-limit",
    words: "toomanyrequests: You have reached your pull rate limit.",
    fits: /toomanyrequests|429 Too Many Requests|reached your (?:unauthenticated )?pull rate limit/i,
    means:
      "The registry served too many pulls to whoever asked. Docker Hub counts pulls without a login by address, and CodeBuild's addresses are shared by its users; with a login it counts by account.",
    next: [
      "Give the project a registry credential, so that its own account is counted.",
      "If it has one, use an account with a higher limit, or serve the image from Amazon ECR (for public images, a pull through cache).",
    ],
    rules: ["rate-limited"],
    source: codeBuildTroubleshooting,
  },
  {
    id: "login-rejected",
    words: "unauthorized: incorrect username or password",
    fits: /incorrect username or password|unauthorized: HTTP Basic: Access denied|unauthorized: invalid (?:username|credentials)/i,
    means:
      "The registry rejected the login that was sent to it. Where the words are of a build's PROVISIONING, that is the login in the project's secret: the secret was read.",
    next: [
      "Run pullpass check-credentials SECRET --image REF: it asks the registry with the secret's login, and shows nothing of it.",
      "Put a login that works into the secret. Many registries want an access token as the password.",
      "Look at the image's host: the login must be for this registry.",
    ],
    rules: ["credentials-rejected"],
    source: "https://github.com/davoclock/aws-cicd-pipeline/issues/6",
  },
  {
    id: "no-login-sent",
    words: "no basic auth credentials",
    fits: /no basic auth credentials/i,
    means: "The registry asks for a login, and none was sent to it.",
    next: [
      "Run pullpass explain PROJECT: it says whether the project has a credential and pulls with its service role.",
      "For an image in Amazon ECR, allow the role to pull; a registry credential plays no part there.",
    ],
    rules: ["pull-type-wrong"],
    source: ecrDockerErrors,
  },
  {
    id: "login-required",
    words: "unauthorized: authentication required",
    fits: /unauthorized: authentication required|unauthorized: The client does not have permission|\b401 Unauthorized\b/i,
    means:
      "The registry wants a login that may pull this image. Either none was sent, or the one that was sent may not pull it; the words are the same.",
    next: [
      "Run pullpass explain PROJECT: it says whether a login is sent at all.",
      "If one is sent, run pullpass check-credentials SECRET --image REF.",
    ],
    rules: ["pull-type-wrong", "image-not-found"],
    source: registryErrors,
  },
  {
    id: "pull-access-denied",
    words: "pull access denied for …, repository does not exist or may require 'docker login'",
    fits: /pull access denied for|repository does not exist or may require/i,
    means:
      "There is no such repository, or the login that was sent, if any, may not see it. Registries answer the same to both, on purpose.",
    next: [
      "Look at the image's name, its host first: a name without a host is read as Docker Hub's.",
      "Run pullpass explain PROJECT: it says how CodeBuild reads the name, and whether a login is sent.",
      "Give the login's account access to the repository.",
    ],
    rules: ["image-misread", "pull-type-wrong", "image-malformed", "image-not-found"],
    source: "https://github.com/aws/chalice/issues/799",
  },
  {
    id: "access-to-resource-denied",
    words: "denied: requested access to the resource is denied",
    fits: /requested access to the resource is denied|\b403 Forbidden\b/i,
    means: "The registry knows who asks, or takes it for nobody, and does not let that one pull the image.",
    next: [
      "Look at the image's name.",
      "Give the login's account access to the repository; a token must have the scope to read it.",
    ],
    rules: ["image-not-found"],
    source: registryErrors,
  },
  {
    id: "platform-mismatch",
    words: "no matching manifest for linux/arm64 in the manifest list entries",
    fits: /no matching manifest for|does not contain descriptor matching platform|image operating system .{1,40} cannot be used on this platform/i,
    means: "The image exists, and not for the operating system and processor of the project's environment.",
    next: [
      "Build the image for that platform, or choose the environment type that fits it (ARM_CONTAINER for linux/arm64).",
    ],
    rules: ["image-platform-mismatch"],
    source: "https://docs.docker.com/build/building/multi-platform/",
  },
  {
    id: "windows-version",
    words: "a Windows version …-based image is incompatible with a … host",
    fits: /a Windows version [\d.]{1,20}-based image is incompatible with a|container operating system does not match the host operating system|operating system of the container does not match/i,
    means: "A Windows image runs only on a host of its own Windows version.",
    next: [
      "Use a base image of the version that the environment type has (WINDOWS_SERVER_2019_CONTAINER, …2022…).",
    ],
    rules: ["image-platform-mismatch"],
    source: codeBuildTroubleshooting,
  },
  {
    id: "image-not-found",
    words: "manifest unknown",
    fits: /manifest unknown|manifest for .{1,300} not found|failed to resolve (?:ref|reference) .{1,300}: not found/i,
    means: "The registry was reached, and has no image with this tag or digest.",
    next: ["Look at the tag, and whether a clean-up removed it; name one that exists, best by its digest."],
    rules: ["image-not-found"],
    source: registryErrors,
  },
  {
    id: "repository-not-found",
    words: "name unknown: repository … not found",
    fits: /name unknown|NAME_UNKNOWN|repository .{1,300} not found/i,
    means: "The registry was reached, and has no repository of this name, or none that the login may see.",
    next: ["Look at the name, and for Amazon ECR at the account and the Region in its host."],
    rules: ["image-not-found", "image-misread"],
    source: registryErrors,
  },
  {
    id: "invalid-reference",
    words: "invalid reference format",
    fits: /invalid reference format|repository name \(?.{0,200}\)? ?must be lowercase/i,
    means: "What the project names as its image is no image reference.",
    next: [
      "Run pullpass image REF: it names the mistake.",
      "Write HOST/NAME:TAG, in lower case, without https://.",
    ],
    rules: ["image-malformed", "image-misread"],
    source: "https://github.com/aws-samples/amazon-ecs-java-microservices/issues/6",
  },
  {
    id: "image-too-large",
    words: "no space left on device",
    fits: /no space left on device/i,
    means: "The image, unpacked, is larger than the disk of the build's compute type.",
    next: ["Choose a larger compute type, or make the image smaller."],
    rules: [],
    source: codeBuildTroubleshooting,
  },
];
