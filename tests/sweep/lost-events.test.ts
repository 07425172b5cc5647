/** The sweep is what remains where no event is heard: what it reads in bulk tells it all that reading one by one would. */
import {
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import { PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { type BusEvent, invocations } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "../end-to-end/support/world.ts";

/** From now on pullpass hears nothing but its schedule. */
function deafen({ sandbox }: World): void {
  const deliver = sandbox.emit;
  const emit = (event: BusEvent) => {
    if (!event.source.startsWith("aws.")) deliver(event);
  };
  Object.assign(sandbox, { emit });
}

/** One project that pulls, and nothing more is heard. */
async function deafWorld() {
  const world = await createWorld();
  const key = await world.key();
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "all" }, key });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  await world.sweep();
  world.newNotices();
  deafen(world);
  return { world, secret, key };
}

const toldOf = (world: World) =>
  world.newNotices().map(({ attributes }) => String(attributes.rule ?? attributes.change));

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const forEc2 = {
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
};
const nobody = {
  Effect: "Deny",
  Principal: "*",
  Action: "secretsmanager:GetSecretValue",
  Resource: "*",
};

type Deaf = Awaited<ReturnType<typeof deafWorld>>;

test.each<[what: string, change: (deaf: Deaf) => Promise<unknown>, told: readonly string[]]>([
  [
    "pullpass's policy was deleted",
    ({ world }) =>
      world.iam.send(new DeleteRolePolicyCommand({ RoleName: "web", PolicyName: `pullpass-${home}` })),
    ["grant"],
  ],
  ["consent was withdrawn", ({ world, secret }) => world.untag(secret, "pullpass/projects"), ["revocation"]],
  [
    "the project was deployed anew with the secret's name",
    ({ world }) => world.update("web", { credential: "hub", pullCredentials: "SERVICE_ROLE" }),
    ["normalization"],
  ],
  ["the project is gone", ({ world }) => world.deleteProject("web"), ["revocation"]],
  [
    "a second project came",
    ({ world, secret }) => world.project("api", { role: roleOf("web"), credential: secret }),
    ["normalization"],
  ],
  [
    "the role lets EC2 in and CodeBuild no longer",
    ({ world }) =>
      world.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "web", PolicyDocument: policy(forEc2) })),
    ["role-not-codebuild"],
  ],
  [
    "a boundary came that allows nothing of it",
    async ({ world }) => {
      const PolicyDocument = policy({ Effect: "Allow", Action: "logs:*", Resource: "*" });
      const { Policy } = await world.iam.send(
        new CreatePolicyCommand({ PolicyName: "narrow", PolicyDocument }),
      );
      await world.iam.send(
        new PutRolePermissionsBoundaryCommand({ RoleName: "web", PermissionsBoundary: Policy?.Arn }),
      );
    },
    ["access-still-denied"],
  ],
  [
    "the key was disabled",
    ({ world, key }) => world.kmsIn(home).send(new DisableKeyCommand({ KeyId: key })),
    ["key-unusable"],
  ],
  [
    "the secret is gone",
    ({ world, secret }) => world.deleteSecret(secret, true),
    ["revocation", "secret-not-found"],
  ],
])("%s: the next sweep sees it", async (_, change, told) => {
  const deaf = await deafWorld();
  await change(deaf);
  await deaf.world.sweep();
  expect(toldOf(deaf.world).sort()).toEqual(expect.arrayContaining([...told]));
  await deaf.world.sweep();
  await deaf.world.sweep();
  expect(toldOf(deaf.world)).toEqual([]);
});

const roleOf = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

test("a resource policy that shuts the role out is seen within a day", async () => {
  const { world, secret } = await deafWorld();
  await world
    .secretsIn(home)
    .send(new PutResourcePolicyCommand({ SecretId: secret, ResourcePolicy: policy(nobody) }));
  const told: string[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    await world.sweep();
    told.push(...toldOf(world));
  }
  expect(told).toEqual(["access-still-denied"]);
});

test("a role at which nothing is to be done is sent to nobody", async () => {
  const { world } = await deafWorld();
  const before = invocations(world.sandbox).length;
  await world.sweep();
  const run = invocations(world.sandbox).slice(before);
  const functions = new Set(run.map((each) => each.function));
  expect([functions.has("pullpass-sweep"), functions.has("pullpass-reconcile")]).toEqual([true, false]);
});

test("a project that moved to a role at which nothing is to be done ends no sweep", async () => {
  const world = await createWorld();
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  await world.role("web");
  await world.role("api");
  // CodeBuild's own images take no credential, and a project may name one all the same.
  const ofCodeBuild = { image: "aws/codebuild/standard:7.0", credential: secret };
  await world.project("web", ofCodeBuild);
  await world.rest();
  expect(toldOf(world)).toEqual(["image-takes-no-credential"]);
  deafen(world);
  await world.update("web", { ...ofCodeBuild, role: roleOf("api") });
  await world.sweep();
  expect(invocations(world.sandbox).filter(({ outcome }) => outcome !== "succeeded")).toEqual([]);
});

test("an event tells at once what the sweep sees once a day", async () => {
  const world = await createWorld();
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  await world.sweep();
  world.newNotices();
  await world
    .secretsIn(home)
    .send(new PutResourcePolicyCommand({ SecretId: secret, ResourcePolicy: policy(nobody) }));
  await world.rest();
  expect(toldOf(world)).toEqual(["access-still-denied"]);
  await world.sweep();
  expect(toldOf(world)).toEqual([]);
});

test("where roles may not be read in bulk, each is read one by one", async () => {
  const { world, secret } = await deafWorld();
  await world.writePolicy("pullpass-sweep-eu-central-1", "denied", {
    Effect: "Deny",
    Action: "iam:GetAccountAuthorizationDetails",
    Resource: "*",
  });
  await world.untag(secret, "pullpass/projects");
  await world.sweep();
  expect(toldOf(world).sort()).toEqual(["revocation", "secret-no-consent"]);
});

test("where secrets may not be listed, each is described", async () => {
  const { world, secret } = await deafWorld();
  await world.writePolicy("pullpass-sweep-eu-central-1", "denied", {
    Effect: "Deny",
    Action: "secretsmanager:ListSecrets",
    Resource: "*",
  });
  const before = world.sandbox.calls.length;
  await world.sweep();
  const described = world.sandbox.calls
    .slice(before)
    .filter(({ operation }) => operation === "DescribeSecret");
  expect(described.map(({ permissions }) => permissions[0]?.resource)).toEqual([secret]);
});
