/** The customer managed key that a deployment may have its own things encrypted with. */
import { Aws, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** It outlives the stack, as the table does that it encrypts. */
export function encryptionKey(scope: Construct): Key {
  const key = new Key(scope, "Key", {
    description: `pullpass, ${Aws.REGION}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const statement of services) key.addToResourcePolicy(new PolicyStatement(statement));
  return key;
}

/** What a function's role needs of the key: DynamoDB, SQS and SNS use it on the caller's behalf. */
export function useOfKey(key: Key): PolicyStatement {
  const actions = [...dataKeys, "kms:DescribeKey", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
  return new PolicyStatement({ actions, resources: [key.keyArn] });
}

const dataKeys = ["kms:Decrypt", "kms:GenerateDataKey"];

const arn = (service: string, resource: string) =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/** In a key's policy, `*` is that key. The sources cannot be named one by one: they depend on what the key encrypts. */
const own = (sourceArn: string) => ({
  resources: ["*"],
  conditions: {
    StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
    ArnLike: { "aws:SourceArn": sourceArn },
  },
});

const services = [
  {
    // Dead letters of rules. An encrypted topic as a rule's target could not have these conditions; there is none.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    principals: [new ServicePrincipal("events.amazonaws.com")],
    actions: dataKeys,
    ...own(arn("events", "rule/*")),
  },
  {
    principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
    actions: dataKeys,
    ...own(arn("cloudwatch", `alarm:${Aws.STACK_NAME}-*`)),
  },
  {
    // Of CloudWatch Logs only this context is documented, and it names the log group, which is narrower than a source.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: [...dataKeys, "kms:DescribeKey", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
    resources: ["*"],
    conditions: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn("logs", `log-group:${Aws.STACK_NAME}-*`) },
    },
  },
];
