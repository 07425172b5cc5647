/** What conditions on UpdateProject see of the request. */
import type { UpdateProjectInput } from "@aws-sdk/client-codebuild";
import { isObject } from "../../is-object.ts";
import type { Permission } from "../../permission.ts";

/**
 * A key is there if the request has the argument. One of a structure, and of a buildspec, is a boolean. Keys that name one
 * element of a list, such as `codebuild:secondarySources/${sourceIdentifier}.location`, are not served.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 */
export function updateContext(input: UpdateProjectInput): Permission["context"] {
  const arguments_ = keys.flatMap((key) => {
    const found = valuesAt([input], key.split(".")).map((value) => textOf(key, value));
    return found.length === 0 ? [] : [[`codebuild:${key}`, only(found)] as const];
  });
  const tags = input.tags ?? [];
  return Object.fromEntries([
    ...arguments_,
    ...tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value ?? ""] as const),
    ...(tags.length === 0 ? [] : [["aws:TagKeys", tags.map(({ key }) => key ?? "")] as const]),
  ]);
}

/** What stands at that path; a list on the way, or at its end, is each of its elements. */
function valuesAt(values: readonly unknown[], path: readonly string[]): readonly unknown[] {
  const [member, ...rest] = path;
  if (member === undefined) return values;
  const next = values
    .flatMap((value) => (isObject(value) ? [value[member]] : []))
    .flatMap((value) => (Array.isArray(value) && rest.length > 0 ? value : [value]))
    .filter((value) => value !== undefined && value !== null);
  return valuesAt(next, rest);
}

function textOf(key: string, value: unknown): string | readonly string[] {
  if (key.endsWith(".buildspec")) return "true";
  if (Array.isArray(value) && value.every((each) => !isObject(each))) return value.map(String);
  return typeof value === "object" ? "true" : String(value);
}

const only = (found: readonly (string | readonly string[])[]) =>
  (found.length === 1 ? found[0] : found.flat()) ?? "";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
const keys = [
  "artifacts",
  "artifacts.bucketOwnerAccess",
  "artifacts.encryptionDisabled",
  "artifacts.location",
  "autoRetryLimit",
  "buildBatchConfig",
  "buildBatchConfig.restrictions.computeTypesAllowed",
  "buildBatchConfig.restrictions.fleetsAllowed",
  "buildBatchConfig.serviceRole",
  "cache",
  "cache.location",
  "cache.modes",
  "cache.type",
  "concurrentBuildLimit",
  "encryptionKey",
  "environment",
  "environment.certificate",
  "environment.computeConfiguration",
  "environment.computeConfiguration.disk",
  "environment.computeConfiguration.instanceType",
  "environment.computeConfiguration.machineType",
  "environment.computeConfiguration.memory",
  "environment.computeConfiguration.vCpu",
  "environment.computeType",
  "environment.environmentVariables",
  "environment.environmentVariables.name",
  "environment.environmentVariables.value",
  "environment.fleet.fleetArn",
  "environment.image",
  "environment.imagePullCredentialsType",
  "environment.privilegedMode",
  "environment.registryCredential",
  "environment.registryCredential.credential",
  "environment.registryCredential.credentialProvider",
  "environment.type",
  "fileSystemLocations.identifier",
  "fileSystemLocations.location",
  "fileSystemLocations.type",
  "logsConfig",
  "logsConfig.s3Logs",
  "logsConfig.s3Logs.bucketOwnerAccess",
  "logsConfig.s3Logs.encryptionDisabled",
  "logsConfig.s3Logs.location",
  "logsConfig.s3Logs.status",
  "secondaryArtifacts",
  "secondaryArtifacts.artifactIdentifier",
  "secondaryArtifacts.bucketOwnerAccess",
  "secondaryArtifacts.encryptionDisabled",
  "secondaryArtifacts.location",
  "secondarySources",
  "secondarySources.auth.resource",
  "secondarySources.auth.type",
  "secondarySources.buildStatusConfig.context",
  "secondarySources.buildStatusConfig.targetUrl",
  "secondarySources.buildspec",
  "secondarySources.insecureSsl",
  "secondarySources.location",
  "secondarySources.sourceIdentifier",
  "serviceRole",
  "source",
  "source.auth.resource",
  "source.auth.type",
  "source.buildStatusConfig.context",
  "source.buildStatusConfig.targetUrl",
  "source.buildspec",
  "source.insecureSsl",
  "source.location",
  "vpcConfig",
  "vpcConfig.securityGroupIds",
  "vpcConfig.subnets",
  "vpcConfig.vpcId",
] as const;
