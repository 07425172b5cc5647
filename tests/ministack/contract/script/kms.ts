import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import type { Script } from "./script.ts";

const unknown = "11111111-2222-3333-4444-555555555555";

export const kms: Script = ({ kms }) => {
  let KeyId = "";
  let arn = "";
  let policy = "";
  const describe = (id: string) => kms.send(new DescribeKeyCommand({ KeyId: id }));
  const put = (Policy: string) => kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
  return {
    CreateKey: async () => {
      const made = await kms.send(new CreateKeyCommand({}));
      KeyId = made.KeyMetadata?.KeyId ?? "";
      arn = made.KeyMetadata?.Arn ?? "";
      return made;
    },
    DescribeKey: () => describe(KeyId),
    "DescribeKey by ARN": () => describe(arn),
    "DescribeKey of none": () => describe(unknown),
    CreateAlias: () => kms.send(new CreateAliasCommand({ AliasName: "alias/web", TargetKeyId: KeyId })),
    "DescribeKey by alias": () => describe("alias/web"),
    "DescribeKey of Secrets Manager's own": () => describe("alias/aws/secretsmanager"),
    GetKeyPolicy: async () => {
      const read = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
      policy = read.Policy ?? "";
      return read;
    },
    "GetKeyPolicy of another name": () => kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "other" })),
    PutKeyPolicy: () => put(policy),
    "PutKeyPolicy that is no JSON": () => put("not JSON"),
    ListGrants: () => kms.send(new ListGrantsCommand({ KeyId })),
    "ListGrants of none": () => kms.send(new ListGrantsCommand({ KeyId: unknown })),
    DisableKey: () => kms.send(new DisableKeyCommand({ KeyId })),
    "DescribeKey that is disabled": () => describe(KeyId),
    EnableKey: () => kms.send(new EnableKeyCommand({ KeyId })),
    "ScheduleKeyDeletion too soon": () =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 3 })),
    ScheduleKeyDeletion: () => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    "DescribeKey that is about to go": () => describe(KeyId),
    "ScheduleKeyDeletion again": () =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    CancelKeyDeletion: () => kms.send(new CancelKeyDeletionCommand({ KeyId })),
    "DescribeKey that was about to go": () => describe(KeyId),
    "CancelKeyDeletion again": () => kms.send(new CancelKeyDeletionCommand({ KeyId })),
    "ScheduleKeyDeletion once more": () =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    "EnableKey that is about to go": () => kms.send(new EnableKeyCommand({ KeyId })),
  };
};
