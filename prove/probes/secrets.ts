/** What Secrets Manager answers. */
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { otherRegion } from "../account.ts";
import { decisionOf } from "../decision.ts";
import { seen, sessionOf } from "../eventually.ts";
import { neutral, open, type Probe, refusalOf, settled } from "../probe.ts";
import { allow, policyOf } from "../resources.ts";

export const secretWords: Probe = {
  id: "secret-words",
  question: "What does Secrets Manager say to tags, ARNs and policies that it may not take?",
  matters:
    "The sandbox answers with these words; pullpass's tags have a slash in their keys, others may have a colon.",
  files: [
    "packages/sandbox/src/services/secrets-manager/find-secret.ts",
    "packages/sandbox/src/services/secrets-manager/resource-policy.ts",
    "packages/sandbox/src/services/secrets-manager/tag-rules.ts",
    "packages/sandbox/src/services/secrets-manager/update-version-stage.ts",
  ],
  cost: { dollars: 0.01, creates: "a secret" },
  async ask({ account, resources }) {
    const SecretId = await resources.secret("words");
    const { secrets } = account.clients;
    const tag = (Key: string, Value = "x") =>
      secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key, Value }] }));
    const policy = (statement: object, BlockPublicPolicy = false) =>
      secrets.send(
        new PutResourcePolicyCommand({
          SecretId,
          BlockPublicPolicy,
          ResourcePolicy: policyOf({
            ...allow("secretsmanager:DescribeSecret"),
            Principal: "*",
            ...statement,
          }),
        }),
      );
    const versions = await secrets.send(new DescribeSecretCommand({ SecretId }));
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      "a tag whose key has a colon": () => tag("a:b"),
      "a tag whose value has a comma": () => tag("a", "b,c"),
      "a tag whose value has an asterisk": () => tag("a", "*"),
      "a tag whose key is AWS's": () => tag("aws:a"),
      "a tag without a key": () => tag(""),
      "a tag whose value is too long": () => tag("a", "x".repeat(257)),
      "an ARN of another Region": () => {
        const there = SecretId.replace(`:${account.region}:`, `:${otherRegion(account.region)}:`);
        return secrets.send(new DescribeSecretCommand({ SecretId: there }));
      },
      "a policy that is no JSON": () =>
        secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: "{" })),
      "a policy with another service's action": () => policy({ Action: "s3:GetObject" }),
      "a policy with an effect that there is not": () => policy({ Effect: "Perhaps" }),
      "a policy that names a role that there is not": () =>
        policy({
          Principal: { AWS: `arn:${account.partition}:iam::${account.id}:role/${resources.nameOf("none")}` },
        }),
      "a policy that names a service that there is not": () =>
        policy({ Principal: { Service: "pullpass-probe.amazonaws.com" } }),
      "a policy open to everybody, which is to be refused": () => policy({}, true),
      "a stage taken from a version that does not have it": () =>
        secrets.send(
          new UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage: "NONE",
            RemoveFromVersionId: Object.keys(versions.VersionIdsToStages ?? {})[0],
          }),
        ),
    };
    const facts: Record<string, string> = {};
    for (const [what, call] of Object.entries(calls))
      facts[what] = neutral(await refusalOf(call()), account, resources.prefix);
    return settled(facts);
  },
};

export const secretKeys: Probe = {
  id: "secret-keys",
  question:
    "How is a secret's key shown, by the form in which it was given, and what is said when it is disabled?",
  matters: "pullpass resolves whatever is shown with DescribeKey.",
  files: [
    "packages/sandbox/src/services/secrets-manager/create-secret.ts",
    "packages/sandbox/src/services/secrets-manager/encryption.ts",
  ],
  cost: { dollars: 0.02, creates: "a key, three secrets" },
  async ask({ account, resources }) {
    const { kms, secrets } = account.clients;
    const key = await resources.key();
    const id = key.slice(key.lastIndexOf("/") + 1);
    const forms = { "an ARN": key, "an id": id, "AWS's alias": "alias/aws/secretsmanager" };
    const facts: Record<string, string> = {};
    for (const [index, [what, KmsKeyId]] of Object.entries(forms).entries()) {
      const SecretId = await resources.secret(`keys-${index}`, { KmsKeyId });
      const shown = (await secrets.send(new DescribeSecretCommand({ SecretId }))).KmsKeyId;
      facts[`${what} is shown as`] =
        shown === undefined
          ? "nothing"
          : shown === key
            ? "the key's ARN"
            : shown === id
              ? "the key's id"
              : neutral(shown, account, resources.prefix);
    }
    await kms.send(new DisableKeyCommand({ KeyId: key }));
    const read = () =>
      refusalOf(secrets.send(new GetSecretValueCommand({ SecretId: resources.nameOf("keys-0") })));
    const words = await seen(account, async () => ((await read()) === "accepted" ? undefined : read()), {
      withinMs: 120_000,
    });
    if (words === undefined)
      return open("The secret could be read for two minutes after its key was disabled.", facts);
    const create = secrets.send(
      new CreateSecretCommand({ Name: resources.nameOf("keys-9"), KmsKeyId: key, SecretString: "x" }),
    );
    resources.noted("secret", resources.nameOf("keys-9"));
    return settled({
      ...facts,
      "reading under a disabled key": neutral(words, account, resources.prefix),
      "creating under a disabled key": neutral(await refusalOf(create), account, resources.prefix),
    });
  },
};

export const createSecretRight: Probe = {
  id: "create-secret-right",
  question: "Which resource does IAM see when a secret is created: its name, or its name with a suffix?",
  matters: "What a team may create decides what it may be told to write into its policies.",
  files: ["packages/sandbox/src/services/secrets-manager/create-secret.ts"],
  cost: { dollars: 0.01, creates: "two roles, up to six secrets" },
  async ask({ account, resources }) {
    const facts: Record<string, string> = {};
    const patterns = { "NAME-??????": "-??????", NAME: "" };
    for (const [index, [what, suffix]] of Object.entries(patterns).entries()) {
      const arn = `arn:${account.partition}:secretsmanager:${account.region}:${account.id}:secret:${resources.nameOf(`right-${index}-?${suffix}`)}`;
      const role = await resources.role(`right-${index}`, {
        statements: [allow("secretsmanager:ListSecrets"), allow("secretsmanager:CreateSecret", arn)],
      });
      const { secrets } = await sessionOf(account, role);
      let made = 0;
      const { answer } = await decisionOf(account, {
        control: () => secrets.send(new ListSecretsCommand({ MaxResults: 1 })),
        asked() {
          made += 1;
          const Name = resources.nameOf(`right-${index}-${made}`);
          resources.noted("secret", Name);
          return secrets.send(new CreateSecretCommand({ Name }));
        },
      });
      facts[`a right on ${what}`] = answer;
    }
    return settled(facts);
  },
};
