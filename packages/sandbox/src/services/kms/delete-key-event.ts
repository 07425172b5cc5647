import { eventTime } from "../../local-date.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Key } from "./state.ts";
import { keyResources } from "./trail.ts";

/**
 * Tells the bus that KMS deleted a key at the end of its waiting period.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-delete-key.html
 */
export function emitDeleteKey(key: Key, sandbox: Sandbox): void {
  const time = eventTime(sandbox.clock.now());
  sandbox.emit({
    version: "0",
    id: sandbox.ids.uuid(),
    "detail-type": "AWS Service Event via CloudTrail",
    source: "aws.kms",
    account: key.account,
    time,
    region: key.region,
    resources: [],
    detail: {
      eventVersion: "1.08",
      userIdentity: { accountId: key.account, invokedBy: "AWS Internal" },
      eventTime: time,
      eventSource: "kms.amazonaws.com",
      eventName: "DeleteKey",
      awsRegion: key.region,
      sourceIPAddress: "AWS Internal",
      userAgent: "AWS Internal",
      requestParameters: null,
      responseElements: null,
      eventID: sandbox.ids.uuid(),
      readOnly: false,
      resources: keyResources(key),
      eventType: "AwsServiceEvent",
      managementEvent: true,
      recipientAccountId: key.account,
      eventCategory: "Management",
    },
  });
}
