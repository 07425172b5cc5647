/** What teams do in the account, and what they see there: plain SDK calls. */
import { BatchGetProjectsCommand, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, UntagResourceCommand } from "@aws-sdk/client-secrets-manager";
import type { Clients } from "./clients.ts";
import { account } from "./emulator.ts";

export type Teams = ReturnType<typeof openTeams>;

/** A service role's trust policy. */
export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

/** A project's environment as teams give it to CodeBuild. */
export const environmentWith = (credential: string, image = "acme/web:1") => ({
  type: "LINUX_CONTAINER" as const,
  computeType: "BUILD_GENERAL1_SMALL" as const,
  image,
  registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" as const },
});

export function openTeams({ codebuild, dynamodb, iam, kms, secrets }: Clients) {
  const policyNames = async (RoleName: string) =>
    (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [];

  return {
    async createKey() {
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      return KeyMetadata?.Arn ?? "";
    },
    async createSecret(Name: string, consent: string, more: { KmsKeyId?: string; tagKey?: string } = {}) {
      const { tagKey = "pullpass/projects", ...key } = more;
      const SecretString = JSON.stringify({ username: "ci", password: "secret" });
      const Tags = [{ Key: tagKey, Value: consent }];
      const { ARN } = await secrets.send(new CreateSecretCommand({ Name, SecretString, Tags, ...key }));
      return ARN ?? "";
    },
    async withdraw(SecretId: string) {
      await secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ["pullpass/projects"] }));
    },
    /** With a service role of the same name. */
    async createProject(name: string, credential: string, image?: string) {
      await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
      const serviceRole = `arn:aws:iam::${account}:role/${name}`;
      const source = { type: "NO_SOURCE", buildspec: "version: 0.2" } as const;
      const artifacts = { type: "NO_ARTIFACTS" } as const;
      const environment = environmentWith(credential, image);
      await codebuild.send(new CreateProjectCommand({ name, serviceRole, source, artifacts, environment }));
    },
    policyNames,
    async deletePolicy(RoleName: string) {
      const [PolicyName] = await policyNames(RoleName);
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    },
    /** The statements of the role's policy, if it has one. It may go between the two calls. */
    async grants(RoleName: string): Promise<readonly unknown[]> {
      const [PolicyName] = await policyNames(RoleName);
      if (PolicyName === undefined) return [];
      try {
        const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
      } catch (error) {
        if (error instanceof NoSuchEntityException) return [];
        throw error;
      }
    },
    async environment(name: string) {
      const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
      return projects?.[0]?.environment;
    },
    async ledger() {
      const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
      const [TableName] = TableNames.filter((name) => name.includes("Ledger"));
      if (TableName === undefined) throw new Error("there is no table of the ledger");
      return (await dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];
    },
  };
}
