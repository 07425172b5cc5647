/** Several accounts in one sandbox, the SDK clients of their administrators, and those of their roles. */
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { onTestFinished } from "vitest";
import {
  type BusEvent,
  connect,
  createSandbox,
  type SandboxOptions,
} from "../../../packages/sandbox/src/index.ts";
import { home, policy, trust } from "./account.ts";

/** The accounts that builds run in, that keeps the registries' secrets, and that keeps the keys. */
export const builds = "111122223333";
export const registries = "444455556666";
export const keys = "777788889999";

export async function newAccounts(
  options: Partial<SandboxOptions> = { accounts: [builds, registries, keys] },
) {
  const sandbox = await createSandbox({ seed: 1, regions: [home], ...options });
  onTestFinished(() => sandbox.dispose());
  const events: BusEvent[] = [];
  sandbox.onEvent((event) => void events.push(event));

  const clientsWith = (config: ReturnType<typeof connect>) => ({
    codebuild: new CodeBuildClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    organizations: new OrganizationsClient(config),
    secrets: new SecretsManagerClient(config),
    sqs: new SQSClient(config),
    sts: new STSClient(config),
  });
  /** As who signs with the account's number as access key: its administrator. */
  const of = (account: string) =>
    clientsWith(
      connect(sandbox, { region: home, credentials: { accessKeyId: account, secretAccessKey: "any" } }),
    );

  return {
    sandbox,
    events,
    of,
    /** A session of the role. */
    as: (roleArn: string) => clientsWith(connect(sandbox, { region: home, principal: roleArn })),
    /** Who signs with these credentials. */
    with: (accessKeyId: string, secretAccessKey: string, sessionToken: string) =>
      clientsWith(
        connect(sandbox, { region: home, credentials: { accessKeyId, secretAccessKey, sessionToken } }),
      ),
    /** A role that may do that much and trusts CodeBuild, or whom the trust policy names. */
    async role(account: string, RoleName: string, statements: readonly object[] = [], trusted = trust()) {
      const { iam } = of(account);
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusted }));
      if (statements.length > 0) {
        const PolicyDocument = policy(...statements);
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
      }
      return Role?.Arn ?? "";
    },
  };
}
