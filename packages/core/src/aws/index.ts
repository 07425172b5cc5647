/** The ports, on the AWS SDK. */
export { accountRoles } from "./account-roles.ts";
export { codeBuildBuilds, codeBuildRetries } from "./builds.ts";
export { regionClaim } from "./claims.ts";
export {
  attemptsMax,
  awsConnection,
  type ClientConfig,
  type ClientOverride,
  type ClientOverrides,
  type Connection,
} from "./clients.ts";
export { codeBuildProjects } from "./codebuild.ts";
export { dynamoDbAnnouncements } from "./dynamodb/announcements.ts";
export { dynamoDbLedger } from "./dynamodb/ledger.ts";
export { dynamoDbMutes } from "./dynamodb/mutes.ts";
export { dynamoDbOlderFindings } from "./dynamodb/older-findings.ts";
export { dynamoDbPendingNotices } from "./dynamodb/pending.ts";
export { dynamoDbReceipts } from "./dynamodb/receipts.ts";
export { withAwsErrors, withAwsErrorsIfThere } from "./errors.ts";
export { eventBus } from "./eventbridge.ts";
export { iamRoles } from "./iam.ts";
export { kmsKeys } from "./kms.ts";
export { iamPolicyHolders } from "./policy-holders.ts";
export { secretLists } from "./secret-lists.ts";
export { type ReadSecret, secretValues } from "./secret-values.ts";
export { registrySecrets } from "./secrets-manager.ts";
export { findingsHub, hubArn, type Imported, securityHub } from "./security-hub.ts";
export { organizationOf } from "./service-control.ts";
export { signedJson } from "./signed-json.ts";
export { dynamoDbClient, eventBridgeClient, snsClient } from "./single-region.ts";
export { snsTopic } from "./sns.ts";
export { sqsDeadNotices, sqsWorkQueue, sqsWorkRetries } from "./sqs.ts";
export { readWork } from "./work-message.ts";
