/** What a deployment lives through, each from an empty account on, and without a fault. */
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  PutRolePermissionsBoundaryCommand,
} from "@aws-sdk/client-iam";
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import {
  CreateSecretCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { awsError, connect, registries } from "../../../packages/sandbox/src/index.ts";
import { away, home, type World } from "../../end-to-end/support/world.ts";

type Scenario = (world: World) => Promise<unknown>;

const consent = { "pullpass/projects": "all" };

/** By what the user gets. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  "a project gets the secret that it names": async (world) => {
    await world.secret("hub", { tags: consent });
    await world.role("web");
    await world.project("web", { credential: "hub", pullCredentials: "CODEBUILD" });
  },
  "a build's words say why it failed, until one pulls": async (world) => {
    const registry = { host: "registry.acme-builds.dev", username: "ci", password: "canary-another" };
    registries(world.sandbox).add(registry);
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web");
    await world.project("web", { credential: secret, image: "registry.acme-builds.dev/acme/web:1" });
    await world.rest();
    await world.build("web");
    registries(world.sandbox).add({ ...registry, password: "canary-s3cret" });
    await world.build("web");
  },
  "a login is checked anew when its secret has another value": async (world) => {
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web");
    await world.project("web", { credential: secret, image: "registry.acme-builds.dev/acme/web:1" });
    await world.rest();
    const SecretString = '{"username":"ci","password":"canary-0ther"}';
    await world.secretsIn("eu-central-1").send(new PutSecretValueCommand({ SecretId: secret, SecretString }));
  },
  "a build that could not pull is started again": async (world) => {
    const secret = await world.secret("hub");
    await world.role("web");
    await world.project("web", {
      ...{ credential: secret, pullCredentials: "SERVICE_ROLE" },
      tags: { "pullpass/retry": "true" },
    });
    await world.rest();
    await world.build("web");
    await world.tag(secret, consent);
    await world.sandbox.clock.advance(70_000);
  },
  "of a project without a credential nothing is recorded": async (world) => {
    await world.role("plain");
    await world.project("plain");
  },
  "a registry has private addresses alone": async (world) => {
    registries(world.sandbox).add({
      host: "registry.acme-builds.dev",
      address: "10.0.0.5",
      username: "ci",
      password: "canary-s3cret",
    });
    const VPC = { VPCId: "vpc-0a1b2c3d", VPCRegion: home } as const;
    await new Route53Client(connect(world.sandbox, { region: home })).send(
      new CreateHostedZoneCommand({ Name: "acme-builds.dev", CallerReference: "1", VPC }),
    );
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web");
    await world.project("web", { credential: secret, image: "registry.acme-builds.dev/acme/web:1" });
  },
  "a project without consent gets a finding, and the secret once it is tagged": async (world) => {
    const secret = await world.secret("hub");
    await world.role("web");
    await world.project("web", { credential: secret });
    await world.rest();
    await world.tag(secret, consent);
  },
  "a customer managed key is granted with the secret": async (world) => {
    const key = await world.key();
    const secret = await world.secret("hub", { tags: consent, key });
    await world.role("web");
    await world.project("web", { credential: secret });
    await world.rest();
    await world.kmsIn("eu-central-1").send(new DisableKeyCommand({ KeyId: key }));
    await world.rest();
    await world
      .secretsIn("eu-central-1")
      .send(new UpdateSecretCommand({ SecretId: secret, KmsKeyId: "alias/aws/secretsmanager" }));
  },
  "work that cannot be finished yet is tried again soon": async (world) => {
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web");
    const begin = world.sandbox.clock.now().getTime();
    world.sandbox.before(({ operation, from }) => {
      const isEarly = world.sandbox.clock.now().getTime() < begin + 1_000;
      if (isEarly && operation === "GetRole" && from.caller.kind === "role") {
        throw awsError("ServiceFailure", "not yet", 500);
      }
    });
    await world.project("web", { credential: secret });
  },
  "a key's aliases and tags are read where a policy asks for them": async (world) => {
    const key = await world.key();
    const secret = await world.secret("hub", { tags: consent, key });
    await world.role("web");
    await world.writePolicy("web", "own", {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:ResourceTag/team": "web" },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/web" },
      },
    });
    await world.project("web", { credential: secret });
  },
  "a secret without a value is a finding": async (world) => {
    const Tags = [{ Key: "pullpass/projects", Value: "all" }];
    await world.secretsIn("eu-central-1").send(new CreateSecretCommand({ Name: "hub", Tags }));
    await world.role("web");
    await world.project("web", { credential: "hub" });
  },
  "a name that only another Region has becomes that Region's ARN": async (world) => {
    const key = await world.key(away);
    await world.secret("hub", { tags: consent, key, region: away });
    await world.role("web");
    await world.project("web", { credential: "hub" });
  },
  "policies attached to the role, its boundary and the secret's own policy are read": async (world) => {
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web", { path: "/teams/web/" });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }],
    });
    const { Policy } = await world.iam.send(new CreatePolicyCommand({ PolicyName: "logs", PolicyDocument }));
    await world.iam.send(new AttachRolePolicyCommand({ RoleName: "web", PolicyArn: Policy?.Arn }));
    await world.iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: "web", PermissionsBoundary: Policy?.Arn }),
    );
    const ResourcePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "secretsmanager:GetSecretValue",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    await world
      .secretsIn("eu-central-1")
      .send(new PutResourcePolicyCommand({ SecretId: secret, ResourcePolicy }));
    await world.project("web", { role: "arn:aws:iam::111122223333:role/teams/web/web", credential: secret });
    await world.rest();
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await world.iam.send(new AttachRolePolicyCommand({ RoleName: "web", PolicyArn }));
  },
  "a managed policy of a role that holds a grant changes": async (world) => {
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web");
    await world.project("web", { credential: secret });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }],
    });
    const policy = { PolicyName: "logs", Path: "/teams/", PolicyDocument };
    const { Policy } = await world.iam.send(new CreatePolicyCommand(policy));
    await world.iam.send(new AttachRolePolicyCommand({ RoleName: "web", PolicyArn: Policy?.Arn }));
    await world.rest();
    await world.iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: Policy?.Arn, PolicyDocument, SetAsDefault: true }),
    );
  },
  "consent that is withdrawn, and projects that end, lose their grants": async (world) => {
    const secret = await world.secret("hub", { tags: { "pullpass/projects": "web api" } });
    const second = await world.secret("ghcr", { tags: consent });
    for (const name of ["web", "api", "job"]) await world.role(name);
    for (const name of ["web", "api"]) await world.project(name, { credential: secret });
    await world.project("job", { credential: second });
    await world.rest();
    await world.tag(secret, { "pullpass/projects": "web" });
    await world.rest();
    await world.deleteSecret(second, true);
    await world.deleteProject("web");
    await world.sweep();
  },
  "a build that fails is looked into": async (world) => {
    await world.role("web");
    await world.project("web", { credential: "nowhere", pullCredentials: "SERVICE_ROLE" });
    await world.build("web");
  },
  "what was found of a project ends with it": async (world) => {
    await world.role("web");
    await world.project("web", { credential: "nowhere" });
    await world.rest();
    await world.deleteProject("web");
  },
  "what someone else wrote over is put back until pullpass gives up": async (world) => {
    const secret = await world.secret("hub", { tags: consent });
    await world.role("web");
    await world.project("web", { credential: "hub" });
    for (let rounds = 0; rounds < 4; rounds++) {
      await world.rest();
      await world.update("web", { credential: "hub" });
    }
    await world.writePolicy("web", "pullpass-eu-central-1", {
      Effect: "Deny",
      Action: "*",
      Resource: secret,
    });
  },
  "a finding that Security Hub refuses for good is kept": async (world) => {
    world.sandbox.before(({ operation }) => {
      if (operation === "BatchImportFindings") throw awsError("InvalidInputException", "Not this one.");
    });
    await world.secret("hub");
    await world.role("web");
    await world.project("web", { credential: "hub" });
  },
  "what no function can take is kept": async (world) => {
    const broken = new Set(["sns:Publish"]);
    world.sandbox.before(({ service, operation }) => {
      if (broken.has(`${service}:${operation}`)) throw awsError("InvalidParameterException", "Not today.");
    });
    const secret = await world.secret("hub", { tags: consent });
    for (const name of ["web", "api"]) await world.role(name);
    await world.project("web", { credential: secret });
    await minutes(world, 15);
    broken.add("sqs:SendMessageBatch").add("codebuild:ListProjects");
    await world.project("api", { credential: secret });
    await minutes(world, 70);
    broken.clear();
  },
};

async function minutes({ sandbox }: World, count: number): Promise<void> {
  await sandbox.clock.advance(count * 60_000);
  await sandbox.settle();
}
