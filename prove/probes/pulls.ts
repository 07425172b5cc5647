/** What a build says when it pulls its image, and what its session carries. */
import { BatchGetBuildsCommand, type Build, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { seen } from "../eventually.ts";
import { type Answer, type Asking, neutral, open, type Probe, settled } from "../probe.ts";
import { allow, codeBuild, noPassword } from "../resources.ts";

/** One build: its project's environment, and the rights of its role. */
interface Case {
  readonly environment?: object;
  /** The role of the project's name may do this. */
  readonly statements?: readonly object[];
}

type Cases = Readonly<Record<string, Case>>;

const minute = 60_000;
const read = "secretsmanager:GetSecretValue";

/** A build in PROVISIONING costs as one that runs: https://aws.amazon.com/codebuild/pricing/ */
const dollarsABuild = 0.01;

/** Runs the builds side by side, and answers what each said of its image; `pulled` if it went on. */
async function pullsOf(asking: Asking, name: string, cases: Cases): Promise<Answer> {
  const { account, resources } = asking;
  const started = new Map<string, string>();
  let at = 0;
  for (const [what, { environment, statements = [] }] of Object.entries(cases)) {
    at += 1;
    const role = await resources.role(`${name}-${at}`, {
      trusts: codeBuild,
      statements: [allow("logs:PutLogEvents"), ...statements],
    });
    const project = await resources.project(`${name}-${at}`, role, environment ?? {});
    started.set(what, project.name ?? "");
  }
  // what the roles may do has to be known before the builds ask
  await account.pause(20_000);
  const facts: Record<string, string> = {};
  const ids = new Map<string, string>();
  for (const [what, projectName] of started) {
    const { build } = await account.clients.codebuild.send(new StartBuildCommand({ projectName }));
    ids.set(what, build?.id ?? "");
  }
  for (const [what, id] of ids) {
    const build = await ended(asking, id);
    if (build === undefined) return open(`The build for "${what}" did not end within ten minutes.`);
    // the roles of two builds differ by their number, and that alone must not tell their words apart
    const words = neutral(wordsOf(build), account, resources.prefix);
    facts[what] = words.replaceAll(/(PREFIX-[a-z]+)-\d+/g, "$1");
  }
  return settled(facts);
}

async function ended({ account }: Asking, id: string): Promise<Build | undefined> {
  return seen(
    account,
    async () => {
      const { builds = [] } = await account.clients.codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
      return builds[0]?.buildComplete ? builds[0] : undefined;
    },
    { withinMs: 10 * minute },
  );
}

function wordsOf({ phases = [] }: Build): string {
  const provisioning = phases.find(({ phaseType }) => phaseType === "PROVISIONING");
  if (provisioning?.phaseStatus === "SUCCEEDED") return "pulled";
  const failed = phases.find(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== "SUCCEEDED");
  const contexts = (failed?.contexts ?? []).map(({ statusCode, message }) => `${statusCode}: ${message}`);
  return `${failed?.phaseType ?? "no phase"} ${failed?.phaseStatus ?? ""}: ${contexts.join(" | ")}`;
}

const withSecret = (credential: string, image?: string) => ({
  imagePullCredentialsType: "SERVICE_ROLE",
  registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
  ...(image !== undefined && { image }),
});

export const pullWords: Probe = {
  id: "pull-words",
  question: "With which words does a build fail whose image cannot be pulled?",
  matters: "pullpass recognizes a failed pull by its phase; the sandbox shows these words.",
  files: [
    "packages/sandbox/src/services/codebuild/credential.ts",
    "packages/sandbox/src/services/codebuild/pull-image.ts",
  ],
  cost: {
    dollars: 7 * dollarsABuild + 0.02,
    creates: "seven roles, projects and builds, three secrets, a key",
  },
  async ask(asking) {
    const { resources } = asking;
    const secret = await resources.secret("pull");
    const text = await resources.secret("pull-text", { SecretString: "no JSON" });
    const sealed = await resources.secret("pull-sealed", { KmsKeyId: await resources.key() });
    return pullsOf(asking, "pull", {
      "the role may not read the secret": { environment: withSecret(secret) },
      "the role may not decrypt it": {
        environment: withSecret(sealed),
        statements: [allow(read, sealed)],
      },
      "the registry does not take the credential": {
        environment: withSecret(secret, "docker.io/pullpass-probe/none:1"),
        statements: [allow(read, secret)],
      },
      "the secret's value is no JSON": { environment: withSecret(text), statements: [allow(read, text)] },
      "there is no such secret": {
        environment: withSecret(`${secret.slice(0, -6)}ZzZzZz`),
        statements: [allow(read, "*")],
      },
      "the registry has a private address": { environment: { image: "10.1.2.3/app:1" } },
      "there is no such host": { environment: { image: "registry.invalid/app:1" } },
    });
  },
};

export const sessionKeys: Probe = {
  id: "session-keys",
  question: "Does the pull's session carry codebuild:ProjectArn, also to KMS?",
  matters:
    "Grants are bound to projects by it, where it is there; if it is, they can be bound strictly (bindGrants: strict).",
  files: ["packages/core/src/policy/role-policy.ts", "packages/core/src/diagnose/access/context.ts"],
  cost: { dollars: 5 * dollarsABuild + 0.02, creates: "five roles, projects and builds, two secrets, a key" },
  async ask(asking) {
    const { account, resources } = asking;
    const secret = await resources.secret("session");
    const key = await resources.key();
    const sealed = await resources.secret("session-sealed", { KmsKeyId: key });
    const bound = {
      ArnLike: {
        "codebuild:ProjectArn": `arn:${account.partition}:codebuild:${account.region}:${account.id}:project/${resources.nameOf("*")}`,
      },
    };
    const found = await pullsOf(asking, "session", {
      read: { environment: withSecret(secret), statements: [allow(read, secret)] },
      denied: { environment: withSecret(secret) },
      "read if bound": { environment: withSecret(secret), statements: [allow(read, secret, bound)] },
      undecrypted: { environment: withSecret(sealed), statements: [allow(read, sealed)] },
      "decrypted if bound": {
        environment: withSecret(sealed),
        statements: [allow(read, sealed), allow("kms:Decrypt", key, bound)],
      },
    });
    if (found.kind === "open") return found;
    const { read: readable = "", denied = "", undecrypted = "", ...asked } = found.facts;
    if (readable === denied || readable === undecrypted)
      return open("A build that may read the secret says the same as one that may not.", found.facts);
    const carries = (words: string | undefined, refused: string) =>
      words === readable ? "yes" : words === refused ? "no" : undefined;
    const toSecrets = carries(asked["read if bound"], denied);
    const toKms = carries(asked["decrypted if bound"], undecrypted);
    if (toSecrets === undefined || toKms === undefined)
      return open(
        "A build that is bound to its project says neither what one may nor what one may not.",
        found.facts,
      );
    return settled(
      {
        "GetSecretValue carries codebuild:ProjectArn": toSecrets,
        "the kms:Decrypt behind it carries codebuild:ProjectArn": toKms,
      },
      found.facts,
    );
  },
};

export const credentialValues: Probe = {
  id: "credential-values",
  question: "Which values of a secret does CodeBuild read as a registry credential?",
  matters: "A credential check says that a secret is malformed; it must not say so of one that works.",
  files: [],
  cost: { dollars: 7 * dollarsABuild, creates: "seven roles, projects, builds and secrets" },
  async ask(asking) {
    const { resources } = asking;
    const values: Readonly<Record<string, string | Uint8Array>> = {
      "as documented": JSON.stringify({ username: "nobody", password: noPassword }),
      "no JSON": "nobody:x",
      "more members": JSON.stringify({ username: "nobody", password: noPassword, registry: "docker.io" }),
      "keys in capital letters": JSON.stringify({ Username: "nobody", Password: noPassword }),
      "a number for the password": JSON.stringify({ username: "nobody", password: 1 }),
      "an empty password": JSON.stringify({ username: "nobody", password: "" }),
      "as bytes": Buffer.from(JSON.stringify({ username: "nobody", password: noPassword })),
    };
    const cases: Record<string, Case> = {};
    for (const [index, [what, value]] of Object.entries(values).entries()) {
      const name = `values-${index + 1}`;
      const given =
        typeof value === "string"
          ? { SecretString: value }
          : { SecretString: undefined, SecretBinary: value };
      const secret = await resources.secret(name, given);
      cases[what] = { environment: withSecret(secret), statements: [allow(read, secret)] };
    }
    const found = await pullsOf(asking, "values", cases);
    if (found.kind === "open") return found;
    const { "as documented": good, "no JSON": bad, ...asked } = found.facts;
    if (good === bad) return open("A build says the same of a good value and of a bad one.", found.facts);
    const outcomes = Object.entries(asked).map(([what, words]) => [
      what,
      words === good ? "read" : words === bad ? "not read" : words,
    ]);
    return settled(Object.fromEntries(outcomes), found.facts);
  },
};

export const credentialForms: Probe = {
  id: "credential-forms",
  question: "Which forms of a registry credential find their secret?",
  matters: "pullpass rewrites names and partial ARNs to full ARNs, and leaves what it takes for malformed.",
  files: ["packages/sandbox/src/services/secrets-manager/find-secret.ts"],
  cost: { dollars: 6 * dollarsABuild, creates: "six roles, projects and builds, two secrets" },
  async ask(asking) {
    const { resources } = asking;
    const secret = await resources.secret("forms");
    const like = await resources.secret("forms-AbCdEf");
    const form = (credential: string): Case => ({
      environment: withSecret(credential),
      statements: [allow(read, "*")],
    });
    const found = await pullsOf(asking, "forms", {
      "full ARN": form(secret),
      none: form(resources.nameOf("forms-none")),
      name: form(resources.nameOf("forms")),
      "partial ARN": form(secret.slice(0, -7)),
      "partial ARN of a name that ends like a suffix": form(like.slice(0, -7)),
      "full ARN with a JSON key": form(`${secret}:password::`),
    });
    if (found.kind === "open") return found;
    const { "full ARN": reached, none: missed, ...forms } = found.facts;
    if (reached === missed)
      return open("A build that finds its secret says the same as one that does not.", found.facts);
    const outcomes = Object.entries(forms).map(([what, words]) => [
      what,
      words === reached ? "finds it" : words === missed ? "does not find it" : words,
    ]);
    return settled(Object.fromEntries(outcomes), found.facts);
  },
};
