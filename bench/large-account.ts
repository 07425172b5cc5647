/** An account at its limits: how CodeBuild, Secrets Manager and IAM would let one grow. */
import { createSandbox, type Sandbox, type SandboxOptions } from "@pullpass/sandbox";
import { asAdministrator } from "./callers.ts";

export interface Size {
  readonly projects: number;
  readonly secrets: number;
  readonly roles: number;
}

export const region = "eu-central-1";

export interface LargeAccountOptions extends Pick<SandboxOptions, "requestRates" | "callMs"> {
  /** Of twenty roles, how many lack the permission to read their secret: six, unless a deployment is to repair them all first. */
  readonly lacking?: number;
}

/** Most projects pull from a private registry, a third of them lack something; one role in twenty reads everything. */
export async function largeAccount(
  { projects, secrets, roles }: Size,
  { lacking = 6, ...more }: LargeAccountOptions = {},
): Promise<Sandbox> {
  const sandbox = await createSandbox({ seed: 1, regions: [region], account: "111122223333", ...more });
  const call = asAdministrator(sandbox);

  const key = await call("kms", "CreateKey", {});
  const keyArn = text(member(key, "KeyMetadata"), "Arn");
  const arns: string[] = [];
  for (let index = 0; index < secrets; index += 1) {
    const made = await call("secretsmanager", "CreateSecret", {
      Name: `registry/team-${index}`,
      SecretString: '{"username":"ci","password":"canary-x"}',
      ClientRequestToken: sandbox.ids.uuid(),
      Tags: [{ Key: "pullpass/projects", Value: `prefix=team-${index}-` }],
      ...(index % 4 === 0 && { KmsKeyId: keyArn }),
    });
    arns.push(text(made, "ARN"));
  }
  for (let index = 0; index < roles; index += 1) {
    const RoleName = `builder-${index}`;
    await call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: trust });
    await call("iam", "PutRolePolicy", {
      RoleName,
      PolicyName: "Build",
      PolicyDocument: policyOf(index, { lacking, secret: arns[index % secrets] ?? "", key: keyArn }),
    });
  }
  for (let index = 0; index < projects; index += 1) {
    const role = index % roles;
    const project = projectInput(
      `team-${role % secrets}-project-${index}`,
      `arn:aws:iam::${sandbox.account}:role/builder-${role}`,
      {
        imagePullCredentialsType: "SERVICE_ROLE",
        environmentVariables: Array.from({ length: 10 }, (_, n) => ({
          name: `VARIABLE_${n}`,
          value: "x".repeat(60),
        })),
        registryCredential: {
          credential: arns[role % secrets],
          credentialProvider: "SECRETS_MANAGER",
        },
      },
    );
    await call("codebuild", "CreateProject", project);
  }
  return sandbox;
}

/** What CreateProject takes; `environment` is what it has beside an image. */
export function projectInput(name: string, serviceRole: string, environment: object) {
  return {
    name,
    serviceRole,
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_SMALL",
      image: "ghcr.io/acme/builder:2",
      ...environment,
    },
  };
}

export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

interface Policy {
  readonly lacking: number;
  readonly secret: string;
  readonly key: string;
}

/** Of twenty roles one is an administrator, some lack the permission, and the others have it among much else. */
function policyOf(index: number, { lacking, secret, key }: Policy): string {
  const kind = index % 20;
  const logs = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" };
  const read = [
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: key },
  ];
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const more = kind === 0 ? [all] : kind <= lacking ? [] : read;
  return JSON.stringify({ Version: "2012-10-17", Statement: [logs, ...more] });
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, name: string): string {
  return String(member(value, name) ?? "");
}
