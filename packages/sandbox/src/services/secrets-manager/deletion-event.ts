import { eventTime } from "../../local-date.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Secret } from "./state.ts";

/**
 * Tells the bus that Secrets Manager itself works on a deletion; the secret is in `additionalEventData`, upper case.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
export function emitDeletion(
  eventName: "StartSecretVersionDelete" | "EndSecretVersionDelete",
  secret: Secret,
  due: Date,
  kind: "Forced" | "Scheduled",
  sandbox: Sandbox,
): void {
  const { account, region } = secret.place;
  const time = eventTime(sandbox.clock.now());
  const service = "secretsmanager.amazonaws.com";
  sandbox.emit({
    version: "0",
    id: sandbox.ids.uuid(),
    "detail-type": "AWS Service Event via CloudTrail",
    source: "aws.secretsmanager",
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: "1.08",
      userIdentity: { accountId: account, invokedBy: service },
      eventTime: time,
      eventSource: service,
      eventName,
      awsRegion: region,
      sourceIPAddress: service,
      userAgent: service,
      requestParameters: null,
      responseElements: null,
      additionalEventData: { ARN: secret.arn, Name: secret.name },
      requestID: `SecretDeleteMessage:${secret.arn}:${eventTime(due)}:${kind}`,
      eventID: sandbox.ids.uuid(),
      readOnly: false,
      eventType: "AwsServiceEvent",
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: "Management",
    },
  });
}
