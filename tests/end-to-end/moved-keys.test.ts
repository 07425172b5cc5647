import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, UpdateAliasCommand } from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { onlyListening } from "./support/listening.ts";
import { createWorld, home } from "./support/world.ts";

type World = Awaited<ReturnType<typeof createWorld>>;

/** A project that pulls with a secret under a customer managed key. */
async function pulling(world: World, key: string) {
  const secret = await world.secret("hub", { key, tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.build("web")).toBe("SUCCEEDED");
  world.newNotices();
  return secret;
}

/** Someone who may change every secret, and use one key alone. */
async function keeperOf(world: World, key: string) {
  const UserName = "keeper";
  await world.iam.send(new CreateUserCommand({ UserName }));
  const Statement = [
    { Effect: "Allow", Action: "secretsmanager:*", Resource: "*" },
    { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: key },
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await world.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "keeper", PolicyDocument }));
  const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return new SecretsManagerClient({ ...connect(world.sandbox, { region: home }), credentials });
}

/** Sweeps read each secret's versions once a day. */
async function aDay(world: World): Promise<void> {
  await world.sandbox.clock.advance(25 * 3_600_000);
  await world.rest();
}

const newValue = JSON.stringify({ username: "ci", password: "canary-renewed" });

test("a key that is changed by someone who may not decrypt with the old one stops no build", async () => {
  const world = await createWorld();
  const [old, next] = [await world.key(), await world.key()];
  const secret = await pulling(world, old);
  const keeper = await keeperOf(world, next);

  await keeper.send(new UpdateSecretCommand({ SecretId: secret, KmsKeyId: next }));
  await world.rest();
  expect(await world.build("web")).toBe("SUCCEEDED");
  await world.sweep();
  expect(await world.build("web")).toBe("SUCCEEDED");
  // The next value is under the new key, and nobody need hear of it.
  expect(await world.policy("web")).toContain(old);
  expect(await world.policy("web")).toContain(next);
  await world.sweep();
  await world.secretsIn(home).send(new PutSecretValueCommand({ SecretId: secret, SecretString: newValue }));
  expect(await world.build("web")).toBe("SUCCEEDED");

  await aDay(world);
  expect(await world.build("web")).toBe("SUCCEEDED");
  expect(await world.policy("web")).toContain(next);
  expect(await world.policy("web")).not.toContain(old);
  world.newNotices();
  await world.sweep();
  expect(world.newNotices()).toEqual([]);
});

test("a version that was encrypted anew needs the new key alone", async () => {
  const world = await createWorld();
  const [old, next] = [await world.key(), await world.key()];
  const secret = await pulling(world, old);
  await world.secretsIn(home).send(new UpdateSecretCommand({ SecretId: secret, KmsKeyId: next }));
  await world.rest();
  await world.sweep();
  expect(await world.build("web")).toBe("SUCCEEDED");
  expect(await world.policy("web")).not.toContain(old);
});

test("an alias that moves to another key stops no build, before the next value and after it", async () => {
  const world = await createWorld();
  const [old, next] = [await world.key(), await world.key()];
  const AliasName = "alias/team";
  await world.kmsIn(home).send(new CreateAliasCommand({ AliasName, TargetKeyId: old }));
  const secret = await pulling(world, AliasName);

  await world.kmsIn(home).send(new UpdateAliasCommand({ AliasName, TargetKeyId: next }));
  await world.rest();
  await world.sweep();
  expect(await world.build("web")).toBe("SUCCEEDED");
  await world.secretsIn(home).send(new PutSecretValueCommand({ SecretId: secret, SecretString: newValue }));
  expect(await world.build("web")).toBe("SUCCEEDED");
  await aDay(world);
  expect(await world.build("web")).toBe("SUCCEEDED");
  expect(await world.policy("web")).not.toContain(old);
});

test.each<[string, (world: World, SecretId: string) => Promise<unknown>]>([
  [
    "a value that is put",
    (world, SecretId) =>
      world.secretsIn(home).send(new PutSecretValueCommand({ SecretId, SecretString: newValue })),
  ],
  [
    "a rotation that ends, or a label that is moved",
    async (world, SecretId) => {
      const secrets = world.secretsIn(home);
      const from = await secrets.send(new DescribeSecretCommand({ SecretId }));
      const pending = { SecretId, SecretString: newValue, VersionStages: ["AWSPENDING"] };
      const { VersionId } = await secrets.send(new PutSecretValueCommand(pending));
      const [current] = Object.entries(from.VersionIdsToStages ?? {}).flatMap(([id, stages]) =>
        stages.includes("AWSCURRENT") ? [id] : [],
      );
      await secrets.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: "AWSCURRENT",
          MoveToVersionId: VersionId,
          RemoveFromVersionId: current,
        }),
      );
    },
  ],
])("%s under another key is granted at once, where no trail tells of it", async (_, change) => {
  const world = await createWorld();
  const [old, next] = [await world.key(), await world.key()];
  const AliasName = "alias/team";
  await world.kmsIn(home).send(new CreateAliasCommand({ AliasName, TargetKeyId: old }));
  const secret = await pulling(world, AliasName);
  await onlyListening(world, "secret-labels");
  await world.kmsIn(home).send(new UpdateAliasCommand({ AliasName, TargetKeyId: next }));
  await world.rest();
  expect(await world.policy("web")).not.toContain(next);
  await change(world, secret);
  await world.rest();
  expect(await world.policy("web")).toContain(next);
  expect(await world.build("web")).toBe("SUCCEEDED");
});

test("consent withdrawn takes both keys away", async () => {
  const world = await createWorld();
  const [old, next] = [await world.key(), await world.key()];
  const secret = await pulling(world, old);
  const keeper = await keeperOf(world, next);
  await keeper.send(new UpdateSecretCommand({ SecretId: secret, KmsKeyId: next }));
  await world.sweep();
  expect(await world.policy("web")).toContain(next);
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  expect(await world.build("web")).toBe("FAILED");
});
