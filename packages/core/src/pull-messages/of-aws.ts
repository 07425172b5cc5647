/** What CodeBuild, Secrets Manager, KMS and IAM say. */
import type { PullMessage } from "./pull-message.ts";

const codeBuildTroubleshooting =
  "https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html";
const getSecretValue =
  "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html";
const deniedWords = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
const ecsPrivateRegistry =
  "https://github.com/aws/amazon-ecs-agent/blob/master/agent/asm/asm.go (the words are the ECS agent's; that CodeBuild says the same is a guess)";

export const awsMessages: readonly PullMessage[] = [
  {
    id: "secret-read-denied",
    words: "is not authorized to perform: secretsmanager:GetSecretValue on resource: …",
    fits: /not authorized to perform: secretsmanager:GetSecretValue/i,
    means:
      "The role named in the text may not read the secret. This pull fails before any registry is asked. The text says which kind of policy decided it.",
    next: [
      "Run pullpass explain PROJECT: it names the policy and the statement.",
      "If no policy allows it, tag the secret for the project: pullpass then grants it.",
    ],
    rules: ["access-missing", "access-still-denied"],
    source: deniedWords,
  },
  {
    id: "decrypt-denied",
    words: "is not authorized to perform: kms:Decrypt on resource: …",
    fits: /not authorized to perform: kms:Decrypt/i,
    means: "The role named in the text may not decrypt with the secret's KMS key.",
    next: [
      "Run pullpass explain PROJECT: it says whether the role's policies or the key policy lack it.",
      "The key's policy must admit the role, or let the account's own policies decide.",
    ],
    rules: ["decrypt-missing", "key-policy-denies", "access-still-denied"],
    source: deniedWords,
  },
  {
    id: "kms-not-allowed",
    words: "Access to KMS is not allowed",
    fits: /Access to KMS is not allowed/i,
    means:
      "Secrets Manager could not decrypt the secret for the role: the role may read the secret, and may not decrypt with its KMS key.",
    next: [
      "Run pullpass explain PROJECT: it says whether the role's policies or the key policy lack kms:Decrypt.",
    ],
    rules: ["decrypt-missing", "key-policy-denies", "access-still-denied"],
    source: "https://repost.aws/knowledge-center/secrets-manager-cross-account-key",
  },
  {
    id: "key-unusable",
    words: "… is pending deletion / is disabled (KMSInvalidStateException, DisabledException)",
    fits: /KMSInvalidStateException|DisabledException|KMS key .{0,200} is (?:disabled|pending deletion)/i,
    means: "The secret's KMS key cannot be used now: it is disabled, or about to be deleted.",
    next: ["Ask the key's administrator to enable it, or to cancel its deletion."],
    rules: ["key-unusable"],
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  },
  {
    id: "secret-has-no-value",
    words: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    fits: /can.t find the specified secret value/i,
    means: "The secret exists, and no value was ever put into it.",
    next: ["Give the secret a value: a JSON object with the strings username and password."],
    rules: ["secret-empty"],
    source: getSecretValue,
  },
  {
    id: "secret-not-found",
    words: "Secrets Manager can't find the specified secret.",
    fits: /can.t find the specified secret(?! value)/i,
    means:
      "There is no secret with this name or ARN in the Region that was asked. A project that names its secret instead of giving its ARN is looked up in the project's own Region.",
    next: [
      "Run pullpass explain PROJECT: it names secrets that are written alike, and the Region that has this one.",
      "Put the secret's whole ARN into the project.",
    ],
    rules: ["secret-not-found", "secret-ambiguous", "credential-malformed", "credential-not-arn"],
    source: getSecretValue,
  },
  {
    id: "secret-marked-for-deletion",
    words: "You can't perform this operation on the secret because it was marked for deletion.",
    fits: /secret because it was marked for deletion/i,
    means: "The secret is about to be deleted, and cannot be read until its deletion is cancelled.",
    next: ["Cancel it: aws secretsmanager restore-secret --secret-id ARN; or name another secret."],
    rules: ["secret-pending-deletion"],
    source: getSecretValue,
  },
  {
    id: "secret-invalid-schema",
    words: "unable to unmarshal secret value, invalid schema",
    fits: /unable to unmarshal secret value|AuthorizationData is malformed|empty secrets value/i,
    means:
      "The secret was read, and its value is not a login: an object with the strings username and password.",
    next: [
      'Put the login into the secret as {"username":"NAME","password":"PASSWORD"}: both are strings, neither is empty.',
    ],
    rules: ["secret-malformed", "secret-empty"],
    source: ecsPrivateRegistry,
  },
  {
    id: "role-cannot-be-assumed",
    words: "CodeBuild is not authorized to perform: sts:AssumeRole on …",
    fits: /CodeBuild is not authorized to perform: sts:AssumeRole/i,
    means: "The project's service role does not let CodeBuild assume it, or it does not exist.",
    next: [
      "Run pullpass explain PROJECT: it says which part of the trust policy refuses.",
      "The trust policy must allow codebuild.amazonaws.com to call sts:AssumeRole; its conditions must fit the project.",
    ],
    rules: ["role-not-codebuild"],
    source: codeBuildTroubleshooting,
  },
  {
    id: "curated-image-with-service-role",
    words: "cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE",
    fits: /cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE/i,
    means: "CodeBuild serves this image itself, and pulls it with its own credentials only.",
    next: ["Set the project's imagePullCredentialsType to CODEBUILD, or name another image."],
    rules: ["pull-type-wrong"],
    source: "https://github.com/aws/aws-codebuild-docker-images/issues/163",
  },
  {
    id: "ecr-image-of-other-account",
    words: "cannot use a cross-account ECR image with imagePullCredentialsType CODEBUILD",
    fits: /cannot use a cross-account ECR image with imagePullCredentialsType CODEBUILD/i,
    means: "An image in another account's Amazon ECR can only be pulled with the project's service role.",
    next: [
      "Set the project's imagePullCredentialsType to SERVICE_ROLE.",
      "The repository's policy in the other account must admit the role, and the role must be allowed to pull.",
    ],
    rules: ["pull-type-wrong"],
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html",
  },
  {
    id: "ecr-denied",
    words: "is not authorized to perform: ecr:BatchGetImage on resource: …",
    fits: /not authorized to perform: ecr:\w+/i,
    means:
      "The role named in the text may not pull from the Amazon ECR repository. Amazon ECR takes IAM's permissions: a registry credential plays no part.",
    next: [
      "Allow the role ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage.",
      "For a repository of another account, its policy must admit the role, too.",
    ],
    rules: [],
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html",
  },
  {
    id: "container-found-dead",
    words: "Build container found dead before completing the build.",
    fits: /Build container found dead before completing the build/i,
    means:
      "The container ended before the build did: it ran out of memory, or CodeBuild cannot run the image.",
    next: ["Choose a larger compute type, or an image that CodeBuild supports."],
    rules: [],
    source: codeBuildTroubleshooting,
  },
];

/** Says that the pull failed, and not why. */
export const unableToPull: PullMessage = {
  id: "unable-to-pull",
  words: "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image.",
  fits: /BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE|Unable to pull customer.s container image|CannotPullContainerError/i,
  means:
    "CodeBuild could not pull the build's image. These words alone do not say why: AWS names an image larger than the disk, a missing permission, a repository of another Region, a registry in a VPC and Docker Hub's rate limit.",
  next: [
    "Run pullpass explain --build BUILD: it looks at the permissions, the secret, its key and the registry's name.",
  ],
  rules: [],
  source: codeBuildTroubleshooting,
};
