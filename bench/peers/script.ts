/**
 * What a careful script does about the same question: may each project's role read the secret that the project names? Project by
 * project, one call after the other; with `--memoize` nothing is asked twice.
 */
import { BatchGetProjectsCommand, CodeBuildClient, ListProjectsCommand } from "@aws-sdk/client-codebuild";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { evaluate, type NamedPolicy } from "@pullpass/access";

const codebuild = new CodeBuildClient();
const iam = new IAMClient();
const secrets = new SecretsManagerClient();
const isMemoizing = process.argv.includes("--memoize");

function remembered<Result>(ask: (name: string) => Promise<Result>): (name: string) => Promise<Result> {
  const answers = new Map<string, Promise<Result>>();
  return (name) => {
    const answer = (isMemoizing ? answers.get(name) : undefined) ?? ask(name);
    answers.set(name, answer);
    return answer;
  };
}

const managedPolicy = remembered(async (PolicyArn): Promise<NamedPolicy> => {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId ?? "";
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return { name: PolicyArn, document: parsed(PolicyVersion?.Document) };
});

const role = remembered(async (RoleName) => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const policies: NamedPolicy[] = [];
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    policies.push({ name: PolicyName, document: parsed(PolicyDocument) });
  }
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn = "" } of AttachedPolicies) policies.push(await managedPolicy(PolicyArn));
  return { arn: Role?.Arn ?? "", policies };
});

const secret = remembered(async (SecretId) => {
  const { ARN = "" } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  const { ResourcePolicy } = await secrets.send(new GetResourcePolicyCommand({ SecretId }));
  return { arn: ARN, policy: ResourcePolicy };
});

function parsed(document = "{}"): unknown {
  return JSON.parse(decodeURIComponent(document));
}

let denied = 0;
let nextToken: string | undefined;
do {
  const page = await codebuild.send(new ListProjectsCommand({ nextToken }));
  for (const name of page.projects ?? []) {
    const { projects = [] } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
    const credential = projects[0]?.environment?.registryCredential?.credential;
    if (credential === undefined) continue;
    const { arn, policies } = await role(projects[0]?.serviceRole?.split("/").at(-1) ?? "");
    const found = await secret(credential);
    const account = arn.split(":")[4] ?? "";
    const { kind } = evaluate(
      {
        principal: { kind: "role", arn, account },
        action: "secretsmanager:GetSecretValue",
        resource: found.arn,
        resourceAccount: account,
        context: {},
      },
      {
        identity: { kind: "known", value: policies },
        boundary: { kind: "known", value: undefined },
        resource: {
          kind: "known",
          value:
            found.policy === undefined
              ? undefined
              : { name: "resource policy", document: parsed(found.policy) },
        },
        resourceIsKey: false,
        grants: { kind: "known", value: [] },
        serviceControl: { kind: "known", value: [] },
      },
    );
    if (kind !== "allowed") denied += 1;
  }
  nextToken = page.nextToken;
} while (nextToken !== undefined);
process.stdout.write(`${denied} projects cannot read their secret\n`);
