/** What each function may do, and nothing it never does: the statements of its role. */
import { ownRolePath } from "@pullpass/core";

export type FunctionName = "ingest" | "reconcile" | "sweep" | "notify";

export interface PermissionStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where the deployment's own things are, and which roles it may touch. */
export interface Deployed {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly tableArn: string;
  readonly queueArn: string;
  /** Where invocations and notices end that failed for good. */
  readonly deadEventsArn: string;
  readonly topicArn: string;
  readonly busArn: string;
  /** Names of service roles that pullpass may touch; `*` is any run of characters. */
  readonly rolePattern: string;
  readonly ownRoleArns: readonly string[];
}

/** The statements of one function's role, beside what Lambda itself needs to write logs. */
export function permissions(name: FunctionName, deployed: Deployed): readonly PermissionStatement[] {
  return statements[name](deployed);
}

const statements: Readonly<Record<FunctionName, (deployed: Deployed) => readonly PermissionStatement[]>> = {
  ingest: (deployed) => [
    listProjects,
    readProjects(deployed),
    readSecrets(deployed),
    allow(["iam:ListEntitiesForPolicy"], [ownPolicyArns(deployed)]),
    allow(["dynamodb:Query"], [ledgerIndexes(deployed)]),
    send(deployed),
    bury(deployed),
  ],
  sweep: (deployed) => [
    listProjects,
    readProjects(deployed),
    allow(["dynamodb:Query"], [ledgerIndexes(deployed)]),
    allow(["dynamodb:PutItem"], [deployed.tableArn]),
    send(deployed),
    bury(deployed),
  ],
  reconcile: (deployed) => [
    readProjects(deployed),
    updateEnvironments(deployed),
    passToCodeBuild(deployed),
    readSecrets(deployed),
    allow(
      ["secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds"],
      [secretArns(deployed)],
    ),
    allow(
      ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants", "kms:ListResourceTags"],
      [keyArns(deployed)],
    ),
    // ListAliases knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
    allow(["kms:ListAliases"], ["*"]),
    readRoles(deployed),
    allow(["iam:GetPolicy", "iam:GetPolicyVersion"], policyArns(deployed)),
    allow(writeRolePolicies, roleArns(deployed)),
    { Effect: "Deny", Action: writeRolePolicies, Resource: untouchable(deployed) },
    allow(["dynamodb:Query"], [deployed.tableArn, ledgerIndexes(deployed)]),
    allow(
      ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      [deployed.tableArn],
    ),
    // AWSLambdaSQSQueueExecutionRole has these. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], [deployed.queueArn]),
  ],
  notify: (deployed) => [
    allow(["sns:Publish"], [deployed.topicArn]),
    allow(["events:PutEvents"], [deployed.busArn]),
    allow(
      ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      [`${deployed.tableArn}/stream/*`],
    ),
    bury(deployed),
    // ListStreams knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
    allow(["dynamodb:ListStreams"], ["*"]),
  ],
};

const allow = (Action: readonly string[], Resource: readonly string[]): PermissionStatement => ({
  Effect: "Allow",
  Action,
  Resource,
});

/** ListProjects knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
const listProjects = allow(["codebuild:ListProjects"], ["*"]);

const projectArns = ({ partition, account, region }: Deployed) =>
  `arn:${partition}:codebuild:${region}:${account}:project/*`;

/** Secrets and keys of every Region: a project may name one elsewhere. */
const secretArns = ({ partition, account }: Deployed) =>
  `arn:${partition}:secretsmanager:*:${account}:secret:*`;
const keyArns = ({ partition, account }: Deployed) => `arn:${partition}:kms:*:${account}:key/*`;

/** The account's managed policies. */
const ownPolicyArns = ({ partition, account }: Deployed) => `arn:${partition}:iam::${account}:policy/*`;

/** AWS's own and the account's. */
const policyArns = (deployed: Deployed) => [
  `arn:${deployed.partition}:iam::aws:policy/*`,
  ownPolicyArns(deployed),
];

/** With and without a path before the name. `*` goes on beyond a slash, so `*` alone is both. */
function roleArns({ partition, account, rolePattern }: Deployed): readonly string[] {
  const named = `arn:${partition}:iam::${account}:role/${rolePattern}`;
  if (rolePattern === "*") return [named];
  return [named, `arn:${partition}:iam::${account}:role/*/${rolePattern}`];
}

/** IAM knows no condition on a policy's name or text: only the roles can be narrowed. docs/adr/0006 says what follows. */
const writeRolePolicies = ["iam:DeleteRolePolicy", "iam:PutRolePolicy"];

/** pullpass's own roles, of this deployment and by their path of every other; and those that are AWS's to change. */
const untouchable = ({ partition, account, ownRoleArns }: Deployed) => [
  ...ownRoleArns,
  ...[ownRolePath, "/aws-service-role/", "/aws-reserved/"].map(
    (path) => `arn:${partition}:iam::${account}:role${path}*`,
  ),
];

const readProjects = (deployed: Deployed) => allow(["codebuild:BatchGetProjects"], [projectArns(deployed)]);

/**
 * Of a project only the environment: a request that has any other member which IAM can see is refused.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 */
const updateEnvironments = (deployed: Deployed): PermissionStatement => ({
  ...allow(["codebuild:UpdateProject"], [projectArns(deployed)]),
  Condition: { Null: Object.fromEntries(outsideEnvironment.map((key) => [key, "true"])) },
});

/**
 * Every key of UpdateProject that is not about the environment; a test compares them with the page's data. Whether a
 * structure's own key is there whenever one of its members' is, is unverified (a request with one member would settle it),
 * so both are named. No key is there for description, sourceVersion, secondarySourceVersions, badgeEnabled and the two
 * timeouts.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
 */
const outsideEnvironment = [
  "aws:TagKeys",
  "codebuild:artifacts",
  "codebuild:artifacts.bucketOwnerAccess",
  "codebuild:artifacts.encryptionDisabled",
  "codebuild:artifacts.location",
  "codebuild:autoRetryLimit",
  "codebuild:buildBatchConfig",
  "codebuild:buildBatchConfig.restrictions.computeTypesAllowed",
  "codebuild:buildBatchConfig.restrictions.fleetsAllowed",
  "codebuild:buildBatchConfig.serviceRole",
  "codebuild:cache",
  "codebuild:cache.location",
  "codebuild:cache.modes",
  "codebuild:cache.type",
  "codebuild:concurrentBuildLimit",
  "codebuild:encryptionKey",
  "codebuild:fileSystemLocations.identifier",
  "codebuild:fileSystemLocations.location",
  "codebuild:fileSystemLocations.type",
  "codebuild:logsConfig",
  "codebuild:logsConfig.s3Logs",
  "codebuild:logsConfig.s3Logs.bucketOwnerAccess",
  "codebuild:logsConfig.s3Logs.encryptionDisabled",
  "codebuild:logsConfig.s3Logs.location",
  "codebuild:logsConfig.s3Logs.status",
  "codebuild:secondaryArtifacts",
  "codebuild:secondaryArtifacts.artifactIdentifier",
  "codebuild:secondaryArtifacts.bucketOwnerAccess",
  "codebuild:secondaryArtifacts.encryptionDisabled",
  "codebuild:secondaryArtifacts.location",
  "codebuild:secondarySources",
  "codebuild:secondarySources.auth.resource",
  "codebuild:secondarySources.auth.type",
  "codebuild:secondarySources.buildStatusConfig.context",
  "codebuild:secondarySources.buildStatusConfig.targetUrl",
  "codebuild:secondarySources.buildspec",
  "codebuild:secondarySources.insecureSsl",
  "codebuild:secondarySources.location",
  "codebuild:secondarySources.sourceIdentifier",
  "codebuild:serviceRole",
  "codebuild:source",
  "codebuild:source.auth.resource",
  "codebuild:source.auth.type",
  "codebuild:source.buildStatusConfig.context",
  "codebuild:source.buildStatusConfig.targetUrl",
  "codebuild:source.buildspec",
  "codebuild:source.insecureSsl",
  "codebuild:source.location",
  "codebuild:vpcConfig",
  "codebuild:vpcConfig.securityGroupIds",
  "codebuild:vpcConfig.subnets",
  "codebuild:vpcConfig.vpcId",
] as const;

const readSecrets = (deployed: Deployed) => allow(["secretsmanager:DescribeSecret"], [secretArns(deployed)]);

const readRoles = ({ partition, account }: Deployed) =>
  allow(
    ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    [`arn:${partition}:iam::${account}:role/*`],
  );

/** UpdateProject asks for it. https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html */
const passToCodeBuild = (deployed: Deployed): PermissionStatement => ({
  ...allow(["iam:PassRole"], roleArns(deployed)),
  Condition: { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } },
});

const ledgerIndexes = ({ tableArn }: Deployed) => `${tableArn}/index/*`;

const send = ({ queueArn }: Deployed) => allow(["sqs:SendMessage"], [queueArn]);

/** Lambda sends with the function's role what the function could not take. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const bury = ({ deadEventsArn }: Deployed) => allow(["sqs:SendMessage"], [deadEventsArn]);
