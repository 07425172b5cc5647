/** What a run creates: all of it with the prefix, all of it written down before it is there, all of it removed. */
import {
  CreateProjectCommand,
  type CreateProjectCommandInput,
  type Project,
} from "@aws-sdk/client-codebuild";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, type CreateSecretCommandInput } from "@aws-sdk/client-secrets-manager";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import type { Account } from "./account.ts";
import { eventually } from "./eventually.ts";
import type { Created, Journal } from "./journal.ts";

export type Resources = ReturnType<typeof resourcesOf>;

export interface RoleOptions {
  /** Statements of its one policy. */
  readonly statements?: readonly object[];
  /** A trust policy's principal; the account by default, so that the run may assume it. */
  readonly trusts?: object;
  /** The ARN of a managed policy. */
  readonly boundary?: string;
}

export function policyOf(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

export function allow(
  Action: string | readonly string[],
  Resource: unknown = "*",
  Condition?: object,
): object {
  return { Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

/** No registry has it; where it is told, it is found. */
export const noPassword = "canary-of-no-registry";

export const codeBuild = { Service: "codebuild.amazonaws.com" };

export function resourcesOf(account: Account, journal: Journal, prefix: string) {
  const { clients } = account;
  const noted = (kind: Created["kind"], id: string) => journal.add({ kind, id });
  const nameOf = (name: string) => `${prefix}-${name}`;

  return {
    prefix,
    nameOf,
    noted,
    /** The ARN. */
    async role(name: string, { statements, trusts, boundary }: RoleOptions = {}): Promise<string> {
      const RoleName = nameOf(name);
      const principal = trusts ?? { AWS: account.id };
      const AssumeRolePolicyDocument = policyOf({
        Effect: "Allow",
        Principal: principal,
        Action: "sts:AssumeRole",
      });
      noted("role", RoleName);
      const { Role } = await clients.iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument,
          ...(boundary !== undefined && { PermissionsBoundary: boundary }),
        }),
      );
      if (statements) await this.rights(name, ...statements);
      return Role?.Arn ?? "";
    },
    /** Puts the role's one policy. */
    async rights(role: string, ...statements: readonly object[]): Promise<void> {
      const PolicyDocument = policyOf(...statements);
      await clients.iam.send(
        new PutRolePolicyCommand({ RoleName: nameOf(role), PolicyName: "probe", PolicyDocument }),
      );
    },
    /** A managed policy's ARN. */
    async policy(name: string, ...statements: readonly object[]): Promise<string> {
      const PolicyName = nameOf(name);
      noted("policy", `arn:${account.partition}:iam::${account.id}:policy/${PolicyName}`);
      const command = new CreatePolicyCommand({ PolicyName, PolicyDocument: policyOf(...statements) });
      return (await clients.iam.send(command)).Policy?.Arn ?? "";
    },
    /** The ARN. */
    async secret(name: string, input: Partial<CreateSecretCommandInput> = {}): Promise<string> {
      const Name = nameOf(name);
      noted("secret", Name);
      const value = JSON.stringify({ username: "nobody", password: noPassword });
      const command = new CreateSecretCommand({ SecretString: value, ...input, Name });
      return (await clients.secrets.send(command)).ARN ?? "";
    },
    /** The ARN. */
    async key(policy?: string): Promise<string> {
      const Description = `${prefix}: a probe of pullpass, to be deleted`;
      const command = new CreateKeyCommand({ Description, ...(policy !== undefined && { Policy: policy }) });
      const Arn = (await clients.kms.send(command)).KeyMetadata?.Arn ?? "";
      noted("key", Arn);
      return Arn;
    },
    /** A project that nothing is checked out for and that writes no log. Its role is believed after a while. */
    async project(
      name: string,
      serviceRole: string,
      environment: Partial<NonNullable<CreateProjectCommandInput["environment"]>> = {},
    ): Promise<Project> {
      const project = nameOf(name);
      noted("project", project);
      const command = new CreateProjectCommand({
        ...emptyProject,
        name: project,
        serviceRole,
        environment: { ...smallEnvironment, ...environment },
      });
      const created = await eventually(account, () => clients.codebuild.send(command), {
        retry: (error) => /not authorized to perform: sts:AssumeRole/.test(error.message),
      });
      return created.project ?? {};
    },
    /** A queue of events that match: its URL. */
    async events(name: string, pattern: object): Promise<string> {
      const QueueName = nameOf(name);
      const queueArn = `arn:${account.partition}:sqs:${account.region}:${account.id}:${QueueName}`;
      const ruleArn = `arn:${account.partition}:events:${account.region}:${account.id}:rule/${QueueName}`;
      const Policy = policyOf({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
      });
      noted("queue", QueueName);
      const { QueueUrl = "" } = await clients.sqs.send(
        new CreateQueueCommand({ QueueName, Attributes: { Policy, MessageRetentionPeriod: "3600" } }),
      );
      noted("rule", QueueName);
      await clients.events.send(
        new PutRuleCommand({ Name: QueueName, EventPattern: JSON.stringify(pattern) }),
      );
      await clients.events.send(
        new PutTargetsCommand({ Rule: QueueName, Targets: [{ Id: "queue", Arn: queueArn }] }),
      );
      return QueueUrl;
    },
  };
}

export const emptyProject = {
  source: {
    type: "NO_SOURCE",
    buildspec: "version: 0.2\nphases:\n  build:\n    commands:\n      - echo pulled\n",
  },
  artifacts: { type: "NO_ARTIFACTS" },
  logsConfig: { cloudWatchLogs: { status: "DISABLED" }, s3Logs: { status: "DISABLED" } },
  timeoutInMinutes: 5,
} satisfies Partial<CreateProjectCommandInput>;

/** An image of Docker Hub, so that a registry credential is allowed. */
export const smallEnvironment = {
  type: "LINUX_CONTAINER",
  computeType: "BUILD_GENERAL1_SMALL",
  image: "docker.io/library/alpine:3",
} satisfies CreateProjectCommandInput["environment"];
