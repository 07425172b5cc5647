import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueRequest,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type PutSecretValueRequest,
  UpdateSecretCommand,
  type UpdateSecretRequest,
  UpdateSecretVersionStageCommand,
  type UpdateSecretVersionStageRequest,
} from "@aws-sdk/client-secrets-manager";
import type { Script } from "./script.ts";

const SecretId = "versions";
const token = "11111111-2222-3333-4444-555555555555";
const VersionStage = "AWSCURRENT";

export const secretVersions: Script = ({ secrets, kms }) => {
  let first = "";
  let KmsKeyId = "";
  const put = (more: Partial<PutSecretValueRequest>) =>
    secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "second", ...more }));
  const value = (more: Partial<GetSecretValueRequest> = {}) =>
    secrets.send(new GetSecretValueCommand({ SecretId, ...more }));
  const update = (more: Partial<UpdateSecretRequest>) =>
    secrets.send(new UpdateSecretCommand({ SecretId, ...more }));
  const move = (more: Partial<UpdateSecretVersionStageRequest>) =>
    secrets.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, ...more }));
  const versions = () => secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }));
  return {
    "CreateSecret with a version": async () => {
      const made = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "first" }));
      first = made.VersionId ?? "";
      return made;
    },
    "CreateSecret without a value": () => secrets.send(new CreateSecretCommand({ Name: "empty" })),
    "GetSecretValue without a value": () => value({ SecretId: "empty" }),
    PutSecretValue: () => put({ ClientRequestToken: token }),
    "PutSecretValue again, with its token": () => put({ ClientRequestToken: token }),
    "PutSecretValue with too short a token": () => put({ SecretId: "empty", ClientRequestToken: "short" }),
    "PutSecretValue of nothing": () => put({ SecretId: "empty", SecretString: undefined }),
    "PutSecretValue of two values": () => put({ SecretId: "empty", SecretBinary: new Uint8Array([1]) }),
    "GetSecretValue of what was before": () => value({ VersionStage: "AWSPREVIOUS" }),
    "GetSecretValue of a stage that is none": () => value({ VersionStage: "NONE" }),
    "GetSecretValue of a version that is none": () => value({ VersionId: token.replaceAll("1", "9") }),
    "GetSecretValue of a version with another stage": () => value({ VersionId: first, VersionStage }),
    ListSecretVersionIds: versions,
    "UpdateSecretVersionStage that takes it from nobody": () => move({ MoveToVersionId: first }),
    "UpdateSecretVersionStage that takes it from a version without it": () =>
      move({ MoveToVersionId: first, RemoveFromVersionId: first }),
    UpdateSecretVersionStage: () => move({ MoveToVersionId: first, RemoveFromVersionId: token }),
    "UpdateSecretVersionStage that leaves none": () => move({ RemoveFromVersionId: first }),
    "ListSecretVersionIds after a move": versions,
    "kms:CreateKey for a secret": async () => {
      const made = await kms.send(new CreateKeyCommand({}));
      KmsKeyId = made.KeyMetadata?.Arn ?? "";
    },
    "UpdateSecret's key": () => update({ KmsKeyId }),
    "UpdateSecret's value": () => update({ SecretString: "fourth" }),
    "UpdateSecret's key to none": () => update({ KmsKeyId: KmsKeyId.replace(/.{12}$/, "0".repeat(12)) }),
    "PutSecretValue of another value with a token that is taken": () =>
      put({ ClientRequestToken: token, SecretString: "third" }),
    "UpdateSecret of none": () => update({ SecretId: "none", Description: "x" }),
  };
};
