/** A case's state in a sandbox: a role, a secret, a key and a project, each with what differs from the ordinary. */
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { onTestFinished } from "vitest";
import {
  connect,
  createSandbox,
  type OrganizationDefinition,
  type Sandbox,
} from "../../../packages/sandbox/src/index.ts";
import { home, policy } from "../../audit/support/account.ts";
import { filledIn } from "./case-files.ts";

type Statements = object | readonly object[];

export interface State {
  readonly role?: {
    readonly path?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly trust?: Statements;
    readonly inline?: Readonly<Record<string, readonly object[]>>;
    readonly managed?: Readonly<Record<string, readonly object[]>>;
    readonly aws?: readonly string[];
    readonly boundary?: readonly object[];
    readonly trustAfter?: Statements;
  };
  readonly secret?: {
    readonly tags?: Readonly<Record<string, string>>;
    readonly policy?: readonly object[];
    readonly account?: string;
  };
  readonly key?: {
    readonly policy?: readonly object[];
    readonly tags?: Readonly<Record<string, string>>;
    readonly alias?: boolean;
    readonly grants?: readonly object[];
    readonly state?: "Enabled" | "Disabled";
    readonly account?: string;
  };
  /** From the root to the account, the documents of each level; one that is empty has FullAWSAccess alone. */
  readonly scp?: readonly (readonly object[])[];
  readonly consent?: true;
}

export const account = "111122223333";
const codeBuild = {
  Effect: "Allow",
  Principal: { Service: "codebuild.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** The account, of the organization if there is one, with the case's state in it; nobody ran pullpass yet. */
export async function makeState(name: string, state: State, organization?: OrganizationDefinition) {
  const sandbox = await createSandbox({
    seed: 7,
    regions: [home],
    account,
    ...(organization && { organization }),
  });
  onTestFinished(() => sandbox.dispose());
  const iam = new IAMClient(connect(sandbox, { region: home }));
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const places: Places = {
    secret: caller(sandbox, state.secret?.account ?? account),
    key: caller(sandbox, state.key?.account ?? account),
  };

  const { role = {} } = state;
  const common = { NAME: name, ACCOUNT: account, REGION: home, OTHER: "444455556666" };
  const trust = (statements: Statements) => policy(...filledIn(list(statements), common));
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: trust(role.trust ?? codeBuild),
      Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      ...(role.path !== undefined && { Path: role.path }),
    }),
  );
  const KeyId = state.key && (await makeKey(name, state.key, places.key));
  const secretArn = await makeSecret(name, state, KeyId, places.secret, sandbox.ids.uuid());
  const all = {
    ...common,
    ROLE_NAME: name,
    ROLE_ARN: Role?.Arn ?? "",
    ROLE_ID: Role?.RoleId ?? "",
    ROOT: `arn:aws:iam::${account}:root`,
    SECRET_ARN: secretArn,
    SECRET_NAME: `registry/${name}`,
    KEY_ARN: KeyId ?? "",
    KEY_ALIAS: `alias/${name}`,
  };
  const write = writer({ sandbox, iam, name, places, KeyId, SecretId: secretArn });
  await write(filledIn(state, all));
  await codebuild.send(new CreateProjectCommand(projectInput(name, all)));
  if (role.trustAfter !== undefined) {
    const PolicyDocument = trust(role.trustAfter);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
  }

  return {
    sandbox,
    /** Puts the members of the state in place of those that there are. */
    async change(changed: State) {
      if (changed.role?.inline !== undefined) {
        for (const PolicyName of Object.keys(role.inline ?? {})) {
          await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName }));
        }
      }
      await write(filledIn(changed, all));
    },
    /** How a build ends. */
    async build(): Promise<string> {
      const { build } = await codebuild.send(new StartBuildCommand({ projectName: name }));
      await sandbox.clock.advance(10_000);
      await sandbox.settle();
      const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
      return builds?.[0]?.buildStatus ?? "";
    },
  };
}

type Call = (service: string, operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;
type Places = Readonly<Record<"secret" | "key", Call>>;

/** As an administrator of that account: the sandbox's clients know its own alone. */
function caller(sandbox: Sandbox, of: string): Call {
  const who = { kind: "administrator", arn: `arn:aws:iam::${of}:root`, account: of } as const;
  const place = { partition: "aws", account: of, region: home };
  return async (service, operation, input) => {
    const reply = await sandbox.call(service, operation, input, { caller: who, place });
    return typeof reply === "object" && reply !== null ? { ...reply } : {};
  };
}

/** Of another account it admits this one. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
async function makeKey(name: string, key: NonNullable<State["key"]>, call: Call): Promise<string> {
  const owner = key.account ?? account;
  const accounts = [...new Set([owner, account])].map((each) => `arn:aws:iam::${each}:root`);
  const everything = { Effect: "Allow", Principal: { AWS: accounts }, Action: "kms:*", Resource: "*" };
  const { KeyMetadata } = await call("kms", "CreateKey", {
    Policy: policy(everything),
    Tags: Object.entries(key.tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  });
  const arn = String(memberOf(KeyMetadata, "Arn"));
  if (key.alias) await call("kms", "CreateAlias", { AliasName: `alias/${name}`, TargetKeyId: arn });
  return arn;
}

async function makeSecret(
  name: string,
  { secret = {}, consent }: State,
  KmsKeyId: string | undefined,
  call: Call,
  ClientRequestToken: string,
): Promise<string> {
  const tags = {
    ...filledIn(secret.tags ?? {}, { NAME: name }),
    ...(consent && { "pullpass/projects": name }),
  };
  const { ARN } = await call("secretsmanager", "CreateSecret", {
    ClientRequestToken,
    Name: `registry/${name}`,
    SecretString: '{"username":"me","password":"s3cr3t"}',
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(KmsKeyId !== undefined && { KmsKeyId }),
  });
  return String(ARN);
}

interface Writing {
  readonly sandbox: Sandbox;
  readonly iam: IAMClient;
  readonly name: string;
  readonly places: Places;
  readonly KeyId: string | undefined;
  readonly SecretId: string;
}

/** Roles of the account, by ARN, and ids of roles. */
function principalsIn(text: string): readonly string[] {
  const principals = [...text.matchAll(/"Principal":(\{[^}]*\})/g)].map(([, element = ""]) => element);
  return principals.flatMap((element) =>
    [...element.matchAll(/"(AROA\w+|arn:aws:iam::111122223333:role\/[^"]+)"/g)].map(([, name = ""]) => name),
  );
}

/** Writes the policies, grants and states of what is there. */
function writer({ sandbox, iam, name: RoleName, places, KeyId, SecretId }: Writing) {
  const managed = async (PolicyDocument: string) => {
    const PolicyName = `${RoleName}-${sandbox.ids.uuid()}`;
    return (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).Policy?.Arn;
  };
  /**
   * AWS stores no policy that names a role which is not there. So one that does named a role that was there: it is made for
   * the moment, and is gone after it.
   */
  const naming = async (text: string, put: (text: string) => Promise<unknown>) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const gone = principalsIn(text).filter((principal) => principal !== Role?.Arn);
    if (gone.length === 0) {
      await put(text);
      return;
    }
    const former = `former-${RoleName}`;
    const AssumeRolePolicyDocument = policy(codeBuild);
    const made = await iam.send(new CreateRoleCommand({ RoleName: former, AssumeRolePolicyDocument }));
    await put(gone.reduce((all, principal) => all.replaceAll(`"${principal}"`, `"${made.Role?.Arn}"`), text));
    await iam.send(new DeleteRoleCommand({ RoleName: former }));
  };
  return async ({ role = {}, secret = {}, key = {} }: State) => {
    for (const [PolicyName, statements] of Object.entries(role.inline ?? {})) {
      const PolicyDocument = policy(...statements);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
    for (const statements of Object.values(role.managed ?? {})) {
      const PolicyArn = await managed(policy(...statements));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    for (const PolicyArn of role.aws ?? []) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    if (role.boundary !== undefined) {
      const PermissionsBoundary = await managed(policy(...role.boundary));
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    }
    if (secret.policy !== undefined) {
      await naming(policy(...secret.policy), (ResourcePolicy) =>
        places.secret("secretsmanager", "PutResourcePolicy", { SecretId, ResourcePolicy }),
      );
    }
    if (key.policy !== undefined) {
      const BypassPolicyLockoutSafetyCheck = true;
      await naming(policy(...key.policy), (Policy) =>
        places.key("kms", "PutKeyPolicy", { KeyId, Policy, BypassPolicyLockoutSafetyCheck }),
      );
    }
    for (const grant of key.grants ?? []) await places.key("kms", "CreateGrant", { KeyId, ...grant });
    if (key.state !== undefined) {
      await places.key("kms", key.state === "Enabled" ? "EnableKey" : "DisableKey", { KeyId });
    }
  };
}

function projectInput(name: string, { ROLE_ARN, SECRET_ARN }: { ROLE_ARN: string; SECRET_ARN: string }) {
  return {
    name,
    serviceRole: ROLE_ARN,
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_SMALL",
      image: "registry.example.com/acme/web:1",
      imagePullCredentialsType: "SERVICE_ROLE",
      registryCredential: { credential: SECRET_ARN, credentialProvider: "SECRETS_MANAGER" },
    },
  } as const;
}

function list(statements: Statements): readonly object[] {
  return Array.isArray(statements) ? statements : [statements];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
