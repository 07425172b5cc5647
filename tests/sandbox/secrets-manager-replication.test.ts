import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RemoveRegionsFromReplicationCommand,
  ReplicateSecretToRegionsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { allow, away, failure, home, newAccount, policy } from "./support/account.ts";

const SecretId = "registry";

async function replicated(KmsKeyId?: string) {
  const world = await newAccount();
  const Tags = [{ Key: "team", Value: "web" }];
  const { ARN = "" } = await world.secrets.send(
    new CreateSecretCommand({ Name: SecretId, SecretString: "one", Tags }),
  );
  const AddReplicaRegions = [{ Region: away, ...(KmsKeyId && { KmsKeyId }) }];
  const reply = await world.secrets.send(
    new ReplicateSecretToRegionsCommand({ SecretId, AddReplicaRegions }),
  );
  return { ...world, reply, ARN, replicaArn: ARN.replace(home, away), there: world.clients(away) };
}

test("a replica has the primary's ARN but for the Region, its tags and its value", async () => {
  const { secrets, there, ARN, replicaArn, reply } = await replicated();
  expect(reply).toMatchObject({ ARN, ReplicationStatus: [{ Region: away, Status: "InSync" }] });
  const replica = await there.secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(replica).toMatchObject({
    ARN: replicaArn,
    PrimaryRegion: home,
    Tags: [{ Key: "team", Value: "web" }],
  });
  expect((await there.secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe("one");
  expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).toMatchObject({
    PrimaryRegion: home,
    ReplicationStatus: [{ Region: away, Status: "InSync" }],
  });
});

test("changes of tags, policy and value reach the replica", async () => {
  const { secrets, there } = await replicated();
  const ResourcePolicy = policy({
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:PutSecretValue",
    Resource: "*",
  });
  await secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "stage", Value: "test" }] }));
  await secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ["team"] }));
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "two" }));
  await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  const replica = await there.secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(replica.Tags).toEqual([{ Key: "stage", Value: "test" }]);
  expect((await there.secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe("two");
  expect((await there.secrets.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy).toBe(
    ResourcePolicy,
  );
});

test("a replica has its own key, which its readers need", async () => {
  const { clients, secrets, role, as } = await newAccount();
  const there = clients(away);
  const { KeyMetadata } = await there.kms.send(new CreateKeyCommand({}));
  const key = KeyMetadata?.Arn ?? "";
  await secrets.send(
    new CreateSecretCommand({
      Name: SecretId,
      SecretString: "one",
      AddReplicaRegions: [{ Region: away, KmsKeyId: key }],
    }),
  );
  expect((await there.secrets.send(new DescribeSecretCommand({ SecretId }))).KmsKeyId).toBe(key);
  const readerArn = await role("reader", allow("secretsmanager:GetSecretValue"));
  await as(readerArn).secrets.send(new GetSecretValueCommand({ SecretId }));
  const readThere = as(readerArn, away).secrets.send(new GetSecretValueCommand({ SecretId }));
  expect(await failure(readThere)).toBe("AccessDeniedException: Access to KMS is not allowed");
});

test("a replica is changed through its primary only, and a primary with replicas is not deleted", async () => {
  const { secrets, there } = await replicated();
  const onReplica = there.secrets.send(
    new TagResourceCommand({ SecretId, Tags: [{ Key: "a", Value: "b" }] }),
  );
  expect(await failure(onReplica)).toBe(
    "InvalidRequestException: Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  );
  expect(await failure(secrets.send(new DeleteSecretCommand({ SecretId })))).toMatch(
    /^InvalidParameterException/,
  );
  await secrets.send(new RemoveRegionsFromReplicationCommand({ SecretId, RemoveReplicaRegions: [away] }));
  expect(await failure(there.secrets.send(new DescribeSecretCommand({ SecretId })))).toMatch(
    /^ResourceNotFoundException/,
  );
  await secrets.send(new DeleteSecretCommand({ SecretId }));
});

test("a secret of the same name in the way makes the replication fail, visibly", async () => {
  const { secrets, clients } = await newAccount();
  await clients(away).secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "own" }));
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one" }));
  const { ReplicationStatus } = await secrets.send(
    new ReplicateSecretToRegionsCommand({ SecretId, AddReplicaRegions: [{ Region: away }] }),
  );
  expect(ReplicationStatus).toMatchObject([
    {
      Status: "Failed",
      StatusMessage: `Replication failed: Secret name ${SecretId} already exists in region ${away}.`,
    },
  ]);
});

test("a Region that is off or the secret's own takes no replica", async () => {
  const { secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one" }));
  for (const Region of [home, "ap-south-1"]) {
    const call = secrets.send(
      new ReplicateSecretToRegionsCommand({ SecretId, AddReplicaRegions: [{ Region }] }),
    );
    expect(await failure(call)).toBe("InvalidParameterException: Invalid replica region.");
  }
});

test("secrets are listed by their primary Region", async () => {
  const { there } = await replicated();
  await there.secrets.send(new CreateSecretCommand({ Name: "native", SecretString: "one" }));
  const Filters = [{ Key: "primary-region" as const, Values: [home] }];
  const { SecretList } = await there.secrets.send(new ListSecretsCommand({ Filters }));
  expect(SecretList?.map(({ Name }) => Name)).toEqual([SecretId]);
});
