/** What IAM decides where its documentation leaves it open. */
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
} from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
} from "@aws-sdk/client-secrets-manager";
import { decisionOf } from "../decision.ts";
import { eventually, sessionOf } from "../eventually.ts";
import { neutral, open, type Probe, refusalOf, settled } from "../probe.ts";
import { allow, codeBuild, policyOf } from "../resources.ts";

const list = "secretsmanager:ListSecrets";
const describe = "secretsmanager:DescribeSecret";

/** Is the statement enough to describe a secret? */
async function describes(
  { account, resources }: Parameters<Probe["ask"]>[0],
  name: string,
  statement: (secret: string) => object,
) {
  const secret = await resources.secret(name);
  const role = await resources.role(name, { statements: [allow(list), statement(secret)] });
  const { secrets } = await sessionOf(account, role);
  return decisionOf(account, {
    control: () => secrets.send(new ListSecretsCommand({ MaxResults: 1 })),
    asked: () => secrets.send(new DescribeSecretCommand({ SecretId: secret })),
  });
}

export const notResource: Probe = {
  id: "not-resource-variable",
  question: "Does NotResource with a policy variable that has no value allow everything else?",
  matters: "pullpass does not take it for granted, and says that such a statement allows nothing.",
  files: ["packages/access/src/match/resource.ts"],
  cost: { dollars: 0.01, creates: "a role, a secret" },
  async ask(asking) {
    const { partition } = asking.account;
    const { answer } = await describes(asking, "not-resource", () => ({
      Effect: "Allow",
      Action: describe,
      NotResource: `arn:${partition}:secretsmanager:*:*:secret:\${aws:PrincipalTag/pullpass-probe-no-such-tag}`,
    }));
    return settled({ "all other resources": answer });
  },
};

export const boolVariable: Probe = {
  id: "bool-variable",
  question: "Does the operator Bool resolve policy variables?",
  matters: "Two pages of IAM differ; pullpass does not resolve them there.",
  files: ["tests/access/oracle-differs.test.ts"],
  cost: { dollars: 0.01, creates: "a role, a secret" },
  async ask(asking) {
    const { answer } = await describes(asking, "bool", (secret) =>
      allow(describe, secret, { Bool: { "aws:SecureTransport": `\${aws:SecureTransport}` } }),
    );
    return settled({ "Bool with a variable that is the value itself": answer });
  },
};

export const twoReasons: Probe = {
  id: "two-reasons",
  question: "Which reason does AWS name when neither the policy nor the boundary allows a call?",
  matters: "The sandbox names one of them in its refusals.",
  files: ["packages/sandbox/src/refusal.ts"],
  cost: { dollars: 0.01, creates: "a role, a managed policy, a secret" },
  async ask({ account, resources }) {
    const secret = await resources.secret("reasons");
    const boundary = await resources.policy("reasons", allow([list, "secretsmanager:GetResourcePolicy"]));
    const role = await resources.role("reasons", { statements: [allow([list, describe])], boundary });
    const { secrets } = await sessionOf(account, role);
    const control = () => secrets.send(new ListSecretsCommand({ MaxResults: 1 }));
    const byBoundary = await decisionOf(account, {
      control,
      asked: () => secrets.send(new DescribeSecretCommand({ SecretId: secret })),
    });
    const byPolicy = await decisionOf(account, {
      control,
      asked: () => secrets.send(new GetResourcePolicyCommand({ SecretId: secret })),
    });
    await resources.rights("reasons", allow(list));
    await account.pause(20_000);
    const byBoth = await decisionOf(account, {
      control,
      asked: () => secrets.send(new DescribeSecretCommand({ SecretId: secret })),
    });
    const reason = ({ words = "allowed" }: { words?: string }) => /because (.*)$/.exec(words)?.[1] ?? words;
    return settled({
      "the boundary alone does not allow it": neutral(reason(byBoundary), account, resources.prefix),
      "the policy alone does not allow it": neutral(reason(byPolicy), account, resources.prefix),
      "neither allows it": neutral(reason(byBoth), account, resources.prefix),
    });
  },
};

export const serviceRolePath: Probe = {
  id: "service-role-path",
  question: "With which words does IAM refuse a role under AWS's own path?",
  matters: "The sandbox refuses such a role.",
  files: ["packages/sandbox/src/services/iam/roles.ts"],
  cost: { dollars: 0, creates: "nothing, if it is refused" },
  async ask({ account, resources }) {
    const RoleName = resources.nameOf("path");
    resources.noted("role", RoleName);
    const AssumeRolePolicyDocument = policyOf({
      Effect: "Allow",
      Principal: codeBuild,
      Action: "sts:AssumeRole",
    });
    const Path = "/aws-service-role/codebuild.amazonaws.com/";
    const words = await refusalOf(
      account.clients.iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument })),
    );
    return settled({
      "a role of one's own under /aws-service-role/": neutral(words, account, resources.prefix),
    });
  },
};

export const grantAndBoundary: Probe = {
  id: "grant-and-boundary",
  question:
    "Does a permissions boundary limit what a KMS grant allows a role, and which grants does KMS refuse?",
  matters:
    "pullpass takes a grant within a boundary for limited; if it is not, it warns in vain. The sandbox answers with the words.",
  files: ["packages/access/src/decide/grants.ts", "packages/sandbox/src/services/kms/grant-rules.ts"],
  cost: { dollars: 0.01, creates: "a key, a managed policy, a role" },
  async ask({ account, resources }) {
    const { kms } = account.clients;
    const KeyId = await resources.key();
    const boundary = await resources.policy("boundary", allow(["kms:DescribeKey", "sts:*"]));
    const role = await resources.role("boundary", { statements: [allow("kms:DescribeKey")], boundary });
    const session = await sessionOf(account, role);
    const grant = new CreateGrantCommand({ KeyId, GranteePrincipal: role, Operations: ["Decrypt"] });
    const { GrantToken = "" } = await eventually(account, () => kms.send(grant), {
      retry: ({ name }) => name === "InvalidArnException",
    });
    const Plaintext = Buffer.from("a probe");
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }));
    if (CiphertextBlob === undefined) return open("Nothing was encrypted.");
    const { answer } = await decisionOf(account, {
      control: () => session.kms.send(new DescribeKeyCommand({ KeyId })),
      asked: () => session.kms.send(new DecryptCommand({ CiphertextBlob, GrantTokens: [GrantToken] })),
    });
    const refused: Readonly<Record<string, Partial<CreateGrantCommandInput>>> = {
      "a grant for nobody": { GranteePrincipal: `${role}-none` },
      "a grant for what is no ARN": { GranteePrincipal: "nobody" },
      "a grant of what such a key cannot do": { Operations: ["Sign"] },
      "a grant with a space in its name": { Name: "a b" },
    };
    const facts: Record<string, string> = { "decrypting by grant, against the boundary": answer };
    for (const [what, wrong] of Object.entries(refused)) {
      const call = kms.send(
        new CreateGrantCommand({ KeyId, GranteePrincipal: role, Operations: ["Decrypt"], ...wrong }),
      );
      facts[what] = neutral(await refusalOf(call), account, resources.prefix);
    }
    return settled(facts);
  },
};
