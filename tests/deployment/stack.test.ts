import { decodeEvent, tableDefinition, ttlAttribute } from "@pullpass/core";
import { eventRules } from "@pullpass/functions/deployment";
import { Aws, Stack } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import manifest from "../../packages/cli/package.json" with { type: "json" };
import { partsOf } from "../../packages/cli/src/doctor/read/stack.ts";
import { synthesized } from "./support/synthesized.ts";

test("the stack holds five functions, FIFO queues with dead letters, a streaming table and a topic", () => {
  const template = synthesized();
  template.resourceCountIs("AWS::Lambda::Function", 5);
  template.resourcePropertiesCountIs("AWS::SQS::Queue", { FifoQueue: true }, 3);
  template.hasResourceProperties("AWS::SQS::Queue", {
    RedrivePolicy: { maxReceiveCount: 15, deadLetterTargetArn: Match.anyValue() },
  });
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  template.resourceCountIs("AWS::SNS::Topic", 1);
});

test("each function has a role of its own, none of which may read a secret's value", () => {
  const template = synthesized();
  const policies = JSON.stringify(template.findResources("AWS::IAM::Policy"));
  template.resourceCountIs("AWS::IAM::Role", 5);
  expect(policies).not.toContain("GetSecretValue");
  expect(policies).toContain('"iam:PassedToService":"codebuild.amazonaws.com"');
  template.hasResourceProperties("AWS::IAM::Policy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: "Deny",
          Action: ["iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:PassRole"],
        }),
      ]),
    },
  });
});

test("where registries are not looked at, there is no function for it, no rule wakes one, and nobody may read hosted zones", () => {
  const named = (template: ReturnType<typeof synthesized>) =>
    Object.keys(template.toJSON().Resources).filter((id) => /^Registry/.test(id));
  expect(named(synthesized()).length).toBeGreaterThan(0);
  const without = synthesized({ registryChecks: false });
  expect(named(without)).toEqual([]);
  const text = JSON.stringify(without.toJSON());
  expect(text).not.toContain("route53:");
  expect(text).toContain('"PULLPASS_REGISTRY_CHECKS":"off"');
  expect(text).not.toMatch(/"Fn::GetAtt":\["Registry/);
});

test("where Security Hub is not asked for, there is no function for it, and nobody may call it", () => {
  const hub = /securityhub/i;
  const { Resources } = synthesized({ securityHub: true }).toJSON();
  expect(Object.keys(Resources).filter((id) => hub.test(id)).length).toBeGreaterThan(0);
  const without = JSON.stringify(synthesized().toJSON()).replaceAll(/"PULLPASS_SECURITY_HUB":"off"/g, "");
  expect(without).not.toMatch(hub);
  expect(without).not.toContain("Security Hub");
});

test("where it is, one role may import findings for the account's own product, and its function reads findings alone", () => {
  const template = synthesized({ securityHub: true });
  const importing = Object.values(template.findResources("AWS::IAM::Policy")).filter(({ Properties }) =>
    JSON.stringify(Properties).includes("securityhub:"),
  );
  expect(importing).toHaveLength(1);
  const [{ Properties }] = importing as [{ Properties: { PolicyDocument: { Statement: object[] } } }];
  const of = (each: unknown) => JSON.stringify(each).includes("securityhub:");
  expect(Properties.PolicyDocument.Statement.filter(of)).toEqual([
    {
      Effect: "Allow",
      Action: "securityhub:BatchImportFindings",
      Resource: {
        "Fn::Join": [
          "",
          [
            "arn:",
            { Ref: "AWS::Partition" },
            ":securityhub:",
            { Ref: "AWS::Region" },
            ":",
            { Ref: "AWS::AccountId" },
            ":product/",
            { Ref: "AWS::AccountId" },
            "/default",
          ],
        ],
      },
    },
  ]);
  template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    BatchSize: 100,
    FilterCriteria: {
      Filters: [{ Pattern: JSON.stringify({ dynamodb: { NewImage: { type: { S: ["finding"] } } } }) }],
    },
    MaximumRecordAgeInSeconds: 82_800,
  });
  template.hasResourceProperties("AWS::CloudWatch::Alarm", {
    AlarmDescription: Match.stringLikeRegexp("^Findings are a quarter of an hour late in Security Hub"),
  });
});

test("where credentials are checked, one role reads values, of secrets with a tag of consent alone", () => {
  const template = synthesized({ credentialChecks: true, tagPrefix: "acme/" });
  const reading = Object.values(template.findResources("AWS::IAM::Policy")).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(({ Action }: { Action: string | string[] }) =>
      [Action].flat().includes("secretsmanager:GetSecretValue"),
    ).map((statement: object) => ({ ...statement, roles: Properties.Roles })),
  );
  expect(reading).toHaveLength(2);
  for (const { Effect, Condition, roles } of reading) {
    expect({ Effect, roles }).toEqual({
      Effect: "Allow",
      roles: [{ Ref: expect.stringMatching(/^Credentials/) }],
    });
    expect(Object.keys(Condition.Null)[0]).toMatch(/^aws:ResourceTag\/acme\/(projects|group)$/);
    expect(Object.values(Condition.Null)).toEqual(["false"]);
  }
});

test("the queues are consumed and the stream is read with partial batches", () => {
  const template = synthesized();
  template.resourcePropertiesCountIs(
    "AWS::Lambda::EventSourceMapping",
    { FunctionResponseTypes: ["ReportBatchItemFailures"] },
    3,
  );
});

test("the rules are those that the decoder knows, and the table is the ledger's", () => {
  const template = synthesized();
  const settings = {
    partition: Aws.PARTITION,
    account: Aws.ACCOUNT_ID,
    region: Aws.REGION,
    policyName: "pullpass",
    tagPrefix: "pullpass/",
  };
  const wanted: { pattern: unknown }[] = new Stack().resolve(eventRules(settings, { kms: true }));
  const patterns = Object.values(template.findResources("AWS::Events::Rule"))
    .map(({ Properties }) => Properties.EventPattern)
    .filter((pattern) => pattern !== undefined);
  const afterDeployment = patterns.filter(({ source }) => source[0] === "aws.cloudformation");
  expect(patterns).toHaveLength(wanted.length + afterDeployment.length);
  for (const { pattern } of wanted) expect(patterns).toContainEqual(pattern);
  const { KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = tableDefinition("ledger");
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    KeySchema,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
    TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
  });
  template.hasResource("AWS::DynamoDB::Table", { DeletionPolicy: "Retain" });
});

test("nothing is lost in silence: what fails for good ends in a queue, and an alarm says so where the notices are", () => {
  const template = synthesized();
  for (const { Properties } of Object.values(template.findResources("AWS::Events::Rule"))) {
    for (const target of Properties.Targets) {
      expect(target).toMatchObject({ DeadLetterConfig: { Arn: expect.anything() } });
    }
  }
  template.resourcePropertiesCountIs(
    "AWS::Lambda::EventInvokeConfig",
    { DestinationConfig: { OnFailure: { Destination: Match.anyValue() } } },
    3,
  );
  template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    // The stream keeps its records for a day.
    MaximumRecordAgeInSeconds: 23 * 3_600,
    MaximumRetryAttempts: Match.absent(),
  });
});

test("functions run on Graviton and Node 24, and none can take the account's whole concurrency", () => {
  const functions = Object.values(synthesized().findResources("AWS::Lambda::Function"));
  const reserved = functions.map(({ Properties }) => Properties.ReservedConcurrentExecutions);
  expect(reserved.sort()).toEqual([1, 5, 5, 5, 6]);
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({ Architectures: ["arm64"], Runtime: "nodejs24.x" });
  }
  synthesized().hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

test("an account with too little concurrency to reserve any can be deployed to", () => {
  const template = synthesized({ reservedConcurrency: false });
  expect(JSON.stringify(template)).not.toContain("ReservedConcurrentExecutions");
  template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

test("every project is looked at as soon as the stack is made or changed", () => {
  synthesized().hasResourceProperties("AWS::Events::Rule", {
    EventPattern: {
      source: ["aws.cloudformation"],
      detail: {
        "stack-id": [{ Ref: "AWS::StackId" }],
        "status-details": { status: ["CREATE_COMPLETE", "UPDATE_COMPLETE"] },
      },
    },
  });
});

test("every rule that listens pins the account", () => {
  const rules = Object.values(synthesized().findResources("AWS::Events::Rule"));
  const patterns = rules.flatMap(({ Properties }) => Properties.EventPattern ?? []);
  expect(patterns.length).toBeGreaterThan(10);
  for (const { account } of patterns) expect(account).toEqual([{ Ref: "AWS::AccountId" }]);
});

test("what the sweep is then handed is a sweep, asked for by the stack", () => {
  const rules = Object.values(synthesized().findResources("AWS::Events::Rule"));
  const target = rules
    .flatMap(({ Properties }) => Properties.Targets)
    .find((each) => "InputTransformer" in each);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  expect(InputPathsMap).toEqual({ account: "$.account", id: "$.id", region: "$.region", time: "$.time" });
  const [, pieces] = InputTemplate["Fn::Join"];
  const text = pieces.map((piece: unknown) => (typeof piece === "string" ? piece : "the stack")).join("");
  const event = { account: "111122223333", id: "1", region: "eu-central-1", time: "2026-01-01T00:00:00Z" };
  const input = Object.entries(event).reduce(
    (sofar, [k, v]) => sofar.replace(`<${k}>`, JSON.stringify(v)),
    text,
  );
  expect(decodeEvent(JSON.parse(input))).toEqual({
    kind: "sweep",
    account: event.account,
    region: event.region,
    cause: { id: "1", event: "sweep", actor: "the stack", time: event.time },
  });
});

test("queues and topic take nothing but TLS", () => {
  const template = synthesized();
  const insecure = Match.objectLike({
    Effect: "Deny",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  const PolicyDocument = { Statement: Match.arrayWith([insecure]) };
  template.resourcePropertiesCountIs("AWS::SQS::QueuePolicy", { PolicyDocument }, 4);
  template.hasResourceProperties("AWS::SNS::TopicPolicy", { PolicyDocument });
});

test("pullpass doctor finds the parts of the stack by what it calls them, and each says its version", () => {
  const template = synthesized();
  const { Resources } = template.toJSON() as {
    readonly Resources: Record<string, { readonly Type: string }>;
  };
  const { functions, rules, queues, topic } = partsOf(
    Object.entries(Resources).map(([id, { Type }]) => ({
      LogicalResourceId: id,
      PhysicalResourceId: `made-${id}`,
      ResourceType: Type,
      ResourceStatus: "CREATE_COMPLETE",
      LastUpdatedTimestamp: new Date(0),
    })),
  );
  expect([...functions.keys()].sort()).toEqual(["ingest", "notify", "reconcile", "registry", "sweep"]);
  expect([...queues.keys()].sort()).toEqual(["DeadEvents", "DeadWork", "SweepWork", "Work"]);
  expect(topic).toMatch(/^made-Notices/);
  expect(rules.size).toBe(Object.keys(template.findResources("AWS::Events::Rule")).length);
  expect([...rules.keys()]).toEqual(expect.arrayContaining(["Onkeys", "Onprojects", "Sweeps", "FirstSweep"]));
  const versions = Object.values(template.findResources("AWS::Lambda::Function")).map(
    ({ Properties }) => Properties.Environment.Variables.PULLPASS_VERSION,
  );
  expect(new Set(versions)).toEqual(new Set([manifest.version]));
});
