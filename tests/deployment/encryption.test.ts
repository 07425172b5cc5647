import { Match } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { synthesized } from "./support/synthesized.ts";

const keyArn = { "Fn::GetAtt": [expect.stringMatching(/^Key/), "Arn"] };

test("there is no key of the account's own to pay for, unless it is asked for", () => {
  const template = synthesized();
  template.resourceCountIs("AWS::KMS::Key", 0);
  template.allResourcesProperties("AWS::SQS::Queue", { SqsManagedSseEnabled: true });
});

test("asked for, it encrypts the topic, the queues, the table and the logs, and stays with the table", () => {
  const template = synthesized({ customerManagedKey: true });
  const all = (type: string) =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties);
  for (const queue of all("AWS::SQS::Queue")) expect(queue.KmsMasterKeyId).toEqual(keyArn);
  for (const topic of all("AWS::SNS::Topic")) expect(topic.KmsMasterKeyId).toEqual(keyArn);
  for (const logs of all("AWS::Logs::LogGroup")) expect(logs.KmsKeyId).toEqual(keyArn);
  const [table] = all("AWS::DynamoDB::Table");
  expect(table?.SSESpecification).toEqual({ SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: keyArn });
  template.hasResource("AWS::KMS::Key", {
    DeletionPolicy: "Retain",
    Properties: { EnableKeyRotation: true },
  });
});

test("the services that use the key by themselves may, and only for what is the account's", () => {
  const [key] = Object.values(synthesized({ customerManagedKey: true }).findResources("AWS::KMS::Key"));
  const services = key?.Properties.KeyPolicy.Statement.filter(
    ({ Principal }: { Principal: { Service?: unknown } }) => Principal.Service !== undefined,
  );
  expect(services).toMatchObject([
    { Principal: { Service: "events.amazonaws.com" }, Condition: { ArnLike: { "aws:SourceArn": {} } } },
    { Principal: { Service: "cloudwatch.amazonaws.com" }, Condition: { ArnLike: { "aws:SourceArn": {} } } },
    { Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": {} } } },
  ]);
});

test("every function may use the key, and no other key of pullpass's", () => {
  const template = synthesized({ customerManagedKey: true, kms: false });
  const use = Match.objectLike({
    Action: Match.arrayWith(["kms:Decrypt", "kms:GenerateDataKey"]),
    Resource: { "Fn::GetAtt": [Match.stringLikeRegexp("^Key"), "Arn"] },
  });
  template.resourcePropertiesCountIs(
    "AWS::IAM::Policy",
    { PolicyDocument: { Statement: Match.arrayWith([use]) } },
    5,
  );
});

test("where pullpass is not to read keys, it may not, and hears nothing of them", () => {
  const template = JSON.stringify(synthesized({ kms: false }));
  expect(template).not.toContain("kms:");
  expect(template).not.toContain("aws.kms");
  expect(JSON.stringify(synthesized())).toContain("kms:GetKeyPolicy");
});

test("traces are sent where they are asked for, and the roles let them", () => {
  const traced = synthesized({ xray: true });
  traced.resourcePropertiesCountIs("AWS::Lambda::Function", { TracingConfig: { Mode: "Active" } }, 5);
  traced.resourcePropertiesCountIs(
    "AWS::IAM::Policy",
    {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] }),
        ]),
      },
    },
    5,
  );
  expect(JSON.stringify(synthesized())).not.toContain("xray:");
});
