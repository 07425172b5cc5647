import {
  CreateSecretCommand,
  type CreateSecretRequest,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  type DeleteSecretRequest,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Script } from "./script.ts";

const SecretId = "team/dockerhub";
const Tags = [{ Key: "pullpass/projects", Value: "web" }];
const policyOf = (account: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: account },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ],
  });

export const secretsManager: Script = ({ secrets }) => {
  let arn = "";
  const create = async (more: Partial<CreateSecretRequest> = {}) => {
    const made = await secrets.send(
      new CreateSecretCommand({ Name: SecretId, SecretString: "{}", Tags, ...more }),
    );
    arn = made.ARN ?? arn;
    return made;
  };
  const describe = (id: string) => secrets.send(new DescribeSecretCommand({ SecretId: id }));
  const value = (id: string) => secrets.send(new GetSecretValueCommand({ SecretId: id }));
  const remove = (more: Partial<DeleteSecretRequest> = {}, id = SecretId) =>
    secrets.send(new DeleteSecretCommand({ SecretId: id, ...more }));
  const guard = (ResourcePolicy: string) =>
    secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  const account = () => `arn:aws:iam::${arn.split(":")[4]}:root`;
  return {
    CreateSecret: () => create(),
    "CreateSecret of a name that is taken": () => create(),
    DescribeSecret: () => describe(SecretId),
    "DescribeSecret by ARN": () => describe(arn),
    "DescribeSecret by an ARN without its end": () => describe(arn.slice(0, -7)),
    "DescribeSecret of none": () => describe("none"),
    GetSecretValue: () => value(SecretId),
    "GetSecretValue of none": () => value("none"),
    ListSecrets: () => secrets.send(new ListSecretsCommand({})),
    "ListSecrets by a tag's key": () =>
      secrets.send(new ListSecretsCommand({ Filters: [{ Key: "tag-key", Values: ["pullpass/"] }] })),
    "ListSecrets by a tag's key that no secret has": () =>
      secrets.send(new ListSecretsCommand({ Filters: [{ Key: "tag-key", Values: ["other"] }] })),
    TagResource: () => secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "a", Value: "b" }] })),
    "TagResource with a key of AWS's own": () =>
      secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "aws:a", Value: "b" }] })),
    UntagResource: () => secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ["a", "none"] })),
    "UntagResource of none": () =>
      secrets.send(new UntagResourceCommand({ SecretId: "none", TagKeys: ["a"] })),
    UpdateSecret: () => secrets.send(new UpdateSecretCommand({ SecretId, Description: "of web" })),
    "GetResourcePolicy where there is none": () => secrets.send(new GetResourcePolicyCommand({ SecretId })),
    PutResourcePolicy: () => guard(policyOf(account())),
    "PutResourcePolicy that is no JSON": () => guard("not JSON"),
    GetResourcePolicy: () => secrets.send(new GetResourcePolicyCommand({ SecretId })),
    DeleteResourcePolicy: () => secrets.send(new DeleteResourcePolicyCommand({ SecretId })),
    "DeleteSecret with too short a window": () => remove({ RecoveryWindowInDays: 3 }),
    "DeleteSecret at once and later": () =>
      remove({ RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }),
    DeleteSecret: () => remove({ RecoveryWindowInDays: 7 }),
    "DescribeSecret that is about to go": () => describe(SecretId),
    "GetSecretValue that is about to go": () => value(SecretId),
    "TagResource that is about to go": () => secrets.send(new TagResourceCommand({ SecretId, Tags })),
    "CreateSecret of a name that is about to go": () => create(),
    "ListSecrets but those that are about to go": () => secrets.send(new ListSecretsCommand({})),
    RestoreSecret: () => secrets.send(new RestoreSecretCommand({ SecretId })),
    "DeleteSecret at once": () => remove({ ForceDeleteWithoutRecovery: true }),
    "DescribeSecret that is gone": () => describe(SecretId),
    "DeleteSecret of none": () => remove({}, "none"),
    "CreateSecret with a name that may not be": () => create({ Name: "a b" }),
    "CreateSecret to rotate": () => create({ Name: "rotated" }),
    "RotateSecret without a function": () => secrets.send(new RotateSecretCommand({ SecretId: "rotated" })),
  };
};
