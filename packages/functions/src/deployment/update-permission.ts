/** What reconcile may change of a project. */
import { allow, type Deployed, type PermissionStatement, projectArns } from "./statement.ts";

/**
 * Of a project only the environment: a request that has any other member which IAM can see is refused.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 */
export const updateEnvironments = (deployed: Deployed): PermissionStatement => ({
  ...allow(["codebuild:UpdateProject"], [projectArns(deployed)]),
  Condition: { Null: Object.fromEntries(outsideEnvironment.map((key) => [key, "true"])) },
});

/**
 * Every key of UpdateProject that is not about the environment; a test compares them with the page's data. Whether a
 * structure's own key is there whenever one of its members' is, is unverified (a request with one member would settle it),
 * so both are named. No key is there for description, sourceVersion, secondarySourceVersions, badgeEnabled and the two
 * timeouts.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
 */
const outsideEnvironment = [
  "aws:TagKeys",
  "codebuild:artifacts",
  "codebuild:artifacts.bucketOwnerAccess",
  "codebuild:artifacts.encryptionDisabled",
  "codebuild:artifacts.location",
  "codebuild:autoRetryLimit",
  "codebuild:buildBatchConfig",
  "codebuild:buildBatchConfig.restrictions.computeTypesAllowed",
  "codebuild:buildBatchConfig.restrictions.fleetsAllowed",
  "codebuild:buildBatchConfig.serviceRole",
  "codebuild:cache",
  "codebuild:cache.location",
  "codebuild:cache.modes",
  "codebuild:cache.type",
  "codebuild:concurrentBuildLimit",
  "codebuild:encryptionKey",
  "codebuild:fileSystemLocations.identifier",
  "codebuild:fileSystemLocations.location",
  "codebuild:fileSystemLocations.type",
  "codebuild:logsConfig",
  "codebuild:logsConfig.s3Logs",
  "codebuild:logsConfig.s3Logs.bucketOwnerAccess",
  "codebuild:logsConfig.s3Logs.encryptionDisabled",
  "codebuild:logsConfig.s3Logs.location",
  "codebuild:logsConfig.s3Logs.status",
  "codebuild:secondaryArtifacts",
  "codebuild:secondaryArtifacts.artifactIdentifier",
  "codebuild:secondaryArtifacts.bucketOwnerAccess",
  "codebuild:secondaryArtifacts.encryptionDisabled",
  "codebuild:secondaryArtifacts.location",
  "codebuild:secondarySources",
  "codebuild:secondarySources.auth.resource",
  "codebuild:secondarySources.auth.type",
  "codebuild:secondarySources.buildStatusConfig.context",
  "codebuild:secondarySources.buildStatusConfig.targetUrl",
  "codebuild:secondarySources.buildspec",
  "codebuild:secondarySources.insecureSsl",
  "codebuild:secondarySources.location",
  "codebuild:secondarySources.sourceIdentifier",
  "codebuild:serviceRole",
  "codebuild:source",
  "codebuild:source.auth.resource",
  "codebuild:source.auth.type",
  "codebuild:source.buildStatusConfig.context",
  "codebuild:source.buildStatusConfig.targetUrl",
  "codebuild:source.buildspec",
  "codebuild:source.insecureSsl",
  "codebuild:source.location",
  "codebuild:vpcConfig",
  "codebuild:vpcConfig.securityGroupIds",
  "codebuild:vpcConfig.subnets",
  "codebuild:vpcConfig.vpcId",
] as const;
