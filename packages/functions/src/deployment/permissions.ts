/** What each function may do, and nothing it never does: the statements of its role. */
import {
  claimParameter,
  indexes,
  loginPartitions,
  mutesPartitions,
  noticesPartitions,
  openFindingsPartitions,
  receiptsPartitions,
  registryPartitions,
  retryTag,
} from "@pullpass/core";
import { passToCodeBuild, readRoles, untouchable, writeRolePolicies } from "./role-permissions.ts";
import { allow, type Deployed, type PermissionStatement, projectArns } from "./statement.ts";
import { updateEnvironments } from "./update-permission.ts";

export type FunctionName =
  | "ingest"
  | "reconcile"
  | "sweep"
  | "registry"
  | "credentials"
  | "notify"
  | "securityhub";

/** The statements of one function's role, beside what Lambda itself needs to write logs. */
export function permissions(name: FunctionName, deployed: Deployed): readonly PermissionStatement[] {
  return statements[name](deployed);
}

const statements: Readonly<Record<FunctionName, (deployed: Deployed) => readonly PermissionStatement[]>> = {
  ingest: (deployed) => [
    listProjects,
    readProjects(deployed),
    allow(["iam:ListEntitiesForPolicy"], [ownPolicyArns(deployed)]),
    allow(["dynamodb:Query"], [deployed.tableArn, ledgerIndexes(deployed)]),
    send(deployed),
    bury(deployed),
  ],
  sweep: (deployed) => [
    listProjects,
    readProjects(deployed),
    allow(["dynamodb:Query"], [deployed.tableArn, ledgerIndexes(deployed)]),
    allow(
      [
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
      ],
      [deployed.tableArn],
    ),
    ...(deployed.bulkReads ? bulkReads(deployed) : []),
    allow(["sqs:SendMessage"], [deployed.sweepQueueArn]),
    bury(deployed),
  ],
  reconcile: (deployed) => [
    allow(["ssm:GetParameter"], [claimArn(deployed)]),
    readProjects(deployed),
    // Builds are their project's in IAM.
    allow(["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject"], [projectArns(deployed)]),
    ...(deployed.retryBuilds ? [retryTagged(deployed)] : []),
    updateEnvironments(deployed),
    passToCodeBuild(deployed),
    ...readSecretsInDetail(deployed),
    readRoles(deployed),
    allow(["iam:GetPolicy", "iam:GetPolicyVersion"], policyArns(deployed)),
    ...writeRolePolicies(deployed),
    untouchable(deployed),
    allow(["dynamodb:Query"], [deployed.tableArn, ledgerIndexes(deployed)]),
    allow(
      [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
      ],
      [deployed.tableArn],
    ),
    // AWSLambdaSQSQueueExecutionRole has these but the first, by which work that failed is tried again soon. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    allow(
      ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      [deployed.queueArn, deployed.sweepQueueArn],
    ),
    send(deployed),
  ],
  registry: (deployed) => [
    listProjects,
    readProjects(deployed),
    ownItemsOnly(deployed, [registryPartitions], ["dynamodb:GetItem", "dynamodb:PutItem"]),
    // ListHostedZonesByName knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
    allow(["route53:ListHostedZonesByName"], ["*"]),
    allow(["route53:GetHostedZone"], [`arn:${deployed.partition}:route53:::hostedzone/*`]),
    send(deployed),
    bury(deployed),
  ],
  credentials: (deployed) => [
    listProjects,
    readProjects(deployed),
    readSecrets(deployed),
    ...readTaggedValues(deployed),
    ownItemsOnly(deployed, [loginPartitions], ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]),
    send(deployed),
    bury(deployed),
  ],
  notify: (deployed) => [
    allow(["sns:Publish"], [deployed.topicArn, ...[deployed.chatTopicArn ?? []].flat()]),
    allow(["events:PutEvents"], [deployed.busArn]),
    ...readStream(deployed),
    ownItemsOnly(deployed, [noticesPartitions], ["dynamodb:DeleteItem", "dynamodb:PutItem"]),
    ownItemsOnly(deployed, [noticesPartitions, mutesPartitions], ["dynamodb:Query"]),
    ...(deployed.summary ? [queryOpenFindings(deployed)] : []),
    bury(deployed),
  ],
  securityhub: (deployed) => [
    allow(["securityhub:BatchImportFindings"], [ownProduct(deployed)]),
    ...readStream(deployed),
    ownItemsOnly(deployed, [receiptsPartitions], ["dynamodb:PutItem"]),
    ownItemsOnly(deployed, [receiptsPartitions, mutesPartitions], ["dynamodb:Query"]),
    bury(deployed),
  ],
};

/** What every account has for its own tools. https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html */
const ownProduct = ({ partition, account, region }: Deployed) =>
  `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;

/** Lambda reads it with the function's role. */
const readStream = ({ tableArn }: Deployed) => [
  allow(
    ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    [`${tableArn}/stream/*`],
  ),
  // ListStreams knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
  allow(["dynamodb:ListStreams"], ["*"]),
];

/**
 * The one role that reads values, and only of secrets that carry a tag of consent; the key only through Secrets Manager, and for
 * such a secret's own text. Without the option there is no such role.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html , https://docs.aws.amazon.com/kms/latest/developerguide/services-secrets-manager.html
 */
const readTaggedValues = (deployed: Deployed): readonly PermissionStatement[] => [
  ...["projects", "group"].map((tag) => ({
    ...allow(["secretsmanager:GetSecretValue"], [secretArns(deployed)]),
    Condition: { Null: { [`aws:ResourceTag/${deployed.tagPrefix}${tag}`]: "false" } },
  })),
  {
    ...allow(["kms:Decrypt"], [keyArns(deployed)]),
    Condition: {
      StringLike: {
        "kms:ViaService": "secretsmanager.*.amazonaws.com*",
        "kms:EncryptionContext:SecretARN": secretArns(deployed),
      },
    },
  },
];

/**
 * Who asks hosts that anybody names may read and write no more of the ledger than what it saw of them, and who sends notices no more
 * than those that wait, and what is muted. The keys of a request for one item, and of a Query, are always there.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
const ownItemsOnly = (
  { tableArn }: Pick<Deployed, "tableArn">,
  partitions: readonly string[],
  actions: readonly string[],
): PermissionStatement => ({
  ...allow(actions, [tableArn]),
  Condition: {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions.map((each) => `${each}*`) },
  },
});

/**
 * The part of the index by Region that has what is open. The key of a request for an index is the index's own partition key (unverified:
 * no page of AWS says it in so many words; a query of another Region's name, refused, would settle it), and where the request had
 * none, `ForAllValues` would let it through.
 */
const queryOpenFindings = ({ tableArn }: Deployed): PermissionStatement =>
  ownItemsOnly(
    { tableArn: `${tableArn}/index/${indexes.grantsByRegion}` },
    [openFindingsPartitions],
    ["dynamodb:Query"],
  );

/**
 * Of projects alone whose owner asks for it. RetryBuild takes no settings: nobody can start another build with it than one that
 * somebody started before. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html
 */
const retryTagged = (deployed: Deployed): PermissionStatement => ({
  ...allow(["codebuild:RetryBuild"], [projectArns(deployed)]),
  Condition: { StringEquals: { [`aws:ResourceTag/${deployed.tagPrefix}${retryTag}`]: "true" } },
});

/** ListProjects knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
const listProjects = allow(["codebuild:ListProjects"], ["*"]);

/** Secrets and keys of every Region: a project may name one elsewhere. */
const secretArns = ({ partition, account }: Deployed) =>
  `arn:${partition}:secretsmanager:*:${account}:secret:*`;
const keyArns = ({ partition, account }: Deployed) => `arn:${partition}:kms:*:${account}:key/*`;

/** The name begins with the slash that stands before it. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html */
const claimArn = ({ partition, account, region }: Deployed) =>
  `arn:${partition}:ssm:${region}:${account}:parameter${claimParameter}`;

/** The account's managed policies. */
const ownPolicyArns = ({ partition, account }: Deployed) => `arn:${partition}:iam::${account}:policy/*`;

/** AWS's own and the account's. */
const policyArns = (deployed: Deployed) => [
  `arn:${deployed.partition}:iam::aws:policy/*`,
  ownPolicyArns(deployed),
];

const readProjects = (deployed: Deployed) => allow(["codebuild:BatchGetProjects"], [projectArns(deployed)]);

const readSecrets = (deployed: Deployed) => allow(["secretsmanager:DescribeSecret"], [secretArns(deployed)]);

/** With what hangs on them. */
const readSecretsInDetail = (deployed: Deployed) => [
  readSecrets(deployed),
  allow(["secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds"], [secretArns(deployed)]),
  allow(
    ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants", "kms:ListResourceTags"],
    [keyArns(deployed)],
  ),
  // ListAliases knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
  allow(["kms:ListAliases"], ["*"]),
];

/** Neither of the first two knows a narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
const bulkReads = (deployed: Deployed) => [
  allow(["iam:GetAccountAuthorizationDetails", "secretsmanager:ListSecrets"], ["*"]),
  ...readSecretsInDetail(deployed),
];

const ledgerIndexes = ({ tableArn }: Deployed) => `${tableArn}/index/*`;

const send = ({ queueArn }: Deployed) => allow(["sqs:SendMessage"], [queueArn]);

/** Lambda sends with the function's role what the function could not take. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const bury = ({ deadEventsArn }: Deployed) => allow(["sqs:SendMessage"], [deadEventsArn]);
