/** What each function may do, and nothing it never does: the statements of its role. */

export type FunctionName = "ingest" | "reconcile" | "sweep" | "notify";

export interface Statement {
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
  readonly topicArn: string;
  readonly busArn: string;
  /** Names of service roles that pullpass may touch; `*` is any run of characters. */
  readonly rolePattern: string;
  readonly ownRoleArns: readonly string[];
}

/** The statements of one function's role, beside what Lambda itself needs to write logs. */
export function permissions(name: FunctionName, deployed: Deployed): readonly Statement[] {
  return statements[name](deployed);
}

const statements: Readonly<Record<FunctionName, (deployed: Deployed) => readonly Statement[]>> = {
  ingest: (deployed) => [
    listProjects,
    readProjects(deployed),
    readSecrets(deployed),
    readLedger(deployed),
    send(deployed),
  ],
  sweep: (deployed) => [listProjects, readProjects(deployed), sweepLedger(deployed), send(deployed)],
  reconcile: (deployed) => [
    readProjects(deployed),
    allow(["codebuild:UpdateProject"], [projectArns(deployed)]),
    passToCodeBuild(deployed),
    readSecrets(deployed),
    allow(["secretsmanager:GetResourcePolicy"], [secretArns(deployed)]),
    allow(["kms:DescribeKey", "kms:GetKeyPolicy"], [keyArns(deployed)]),
    readRoles(deployed),
    allow(["iam:GetPolicy", "iam:GetPolicyVersion"], [`arn:${deployed.partition}:iam::*:policy/*`]),
    allow(["iam:DeleteRolePolicy", "iam:PutRolePolicy"], roleArns(deployed)),
    { Effect: "Deny", Action: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"], Resource: deployed.ownRoleArns },
    writeLedger(deployed),
    allow(
      ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      [deployed.queueArn],
    ),
  ],
  notify: (deployed) => [
    allow(["sns:Publish"], [deployed.topicArn]),
    allow(["events:PutEvents"], [deployed.busArn]),
    allow(
      ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      [`${deployed.tableArn}/stream/*`],
    ),
    // ListStreams knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
    allow(["dynamodb:ListStreams"], ["*"]),
  ],
};

const allow = (Action: readonly string[], Resource: readonly string[]): Statement => ({
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

/** With and without a path before the name. */
const roleArns = ({ partition, account, rolePattern }: Deployed) => [
  `arn:${partition}:iam::${account}:role/${rolePattern}`,
  `arn:${partition}:iam::${account}:role/*/${rolePattern}`,
];

const readProjects = (deployed: Deployed) => allow(["codebuild:BatchGetProjects"], [projectArns(deployed)]);

const readSecrets = (deployed: Deployed) => allow(["secretsmanager:DescribeSecret"], [secretArns(deployed)]);

const readRoles = ({ partition, account }: Deployed) =>
  allow(
    ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    [`arn:${partition}:iam::${account}:role/*`],
  );

/** UpdateProject asks for it. https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html */
const passToCodeBuild = (deployed: Deployed): Statement => ({
  ...allow(["iam:PassRole"], roleArns(deployed)),
  Condition: { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } },
});

const table = ({ tableArn }: Deployed) => [tableArn, `${tableArn}/index/*`];
const readLedger = (deployed: Deployed) => allow(["dynamodb:Query"], table(deployed));
const sweepLedger = (deployed: Deployed) => allow(["dynamodb:PutItem", "dynamodb:Query"], table(deployed));
const writeLedger = (deployed: Deployed) =>
  allow(
    ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
    table(deployed),
  );

const send = ({ queueArn }: Deployed) => allow(["sqs:SendMessage"], [queueArn]);
