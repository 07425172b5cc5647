/** One in-memory account, its administrator's SDK clients, and those of its roles. */
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { onTestFinished } from "vitest";
import { type BusEvent, connect, createSandbox } from "../../../packages/sandbox/src/index.ts";

export const account = "111122223333";
export const home = "eu-central-1";
export const away = "us-east-1";

/** Lets CodeBuild, or whoever is named, assume the role. */
export const trust = (principal: object = { Service: "codebuild.amazonaws.com" }) =>
  policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });

/** A policy document's text. */
export const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** A statement of an identity policy. */
export const allow = (Action: string | string[], Resource: string | string[] = "*", Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

export async function newAccount() {
  const sandbox = await createSandbox({ seed: 1, regions: [home, away], account });
  onTestFinished(() => sandbox.dispose());
  const events: BusEvent[] = [];
  sandbox.onEvent((event) => void events.push(event));
  const clients = (region = home, principal?: string) => {
    const config = connect(sandbox, { region, ...(principal !== undefined && { principal }) });
    return {
      secrets: new SecretsManagerClient(config),
      kms: new KMSClient(config),
      codebuild: new CodeBuildClient(config),
    };
  };
  const iam = new IAMClient(connect(sandbox, { region: home }));

  return {
    sandbox,
    iam,
    clients,
    ...clients(),
    /** Changes and service events on the bus by that name, as their `detail`. */
    records: (eventName: string) =>
      events
        .map(({ detail }) => detail as Readonly<Record<string, unknown>>)
        .filter((detail) => detail.eventName === eventName),
    events: (detailType: string) => events.filter((event) => event["detail-type"] === detailType),
    /** Lets time pass, and everything that follows from it happen. */
    async pass(ms: number) {
      await sandbox.clock.advance(ms);
      await sandbox.settle();
    },
    /** A role of CodeBuild that may do that much. */
    async role(RoleName: string, ...statements: object[]): Promise<string> {
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust() }));
      if (statements.length > 0) {
        const PolicyDocument = policy(...statements);
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
      }
      return Role?.Arn ?? "";
    },
    /** The clients of a session of the role. */
    as: (roleArn: string, region = home) => clients(region, roleArn),
  };
}

/** What a call fails with: `Name: message`. */
export async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  return "did not fail";
}
