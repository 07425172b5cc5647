/** What people have in hand that is no event: named, so that they know what to give instead. */
import { member } from "./member.ts";

export interface UnreadForm {
  /** Completes "it is …". */
  readonly is: string;
  /** One sentence: what to give instead. */
  readonly instead: string;
}

/** `undefined` for an EventBridge event and for a record of CloudTrail, which is read. */
export function unreadForm(value: unknown): UnreadForm | undefined {
  const known = forms.find(({ fits }) => fits(value));
  if (known !== undefined) return known;
  const isEvent = isText(member(value, "source")) && isText(member(value, "detail-type"));
  const isRecord = isText(member(value, "eventSource")) && isText(member(value, "eventName"));
  return isEvent || isRecord ? undefined : { is: kindOf(value), instead: anyForm };
}

interface Form extends UnreadForm {
  readonly fits: (value: unknown) => boolean;
}

const has =
  (...names: readonly string[]) =>
  (value: unknown) =>
    names.every((name) => member(value, name) !== undefined);

const either =
  (...tests: readonly ((value: unknown) => boolean)[]) =>
  (value: unknown) =>
    tests.some((test) => test(value));

const forms: readonly Form[] = [
  {
    // https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html
    is: "a notification of CodeStar Notifications, which leaves parts of the event out",
    instead: "Give the event of EventBridge itself, which has the member detail-type.",
    fits: either(has("notificationRuleArn"), has("detailType", "source")),
  },
  {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
    is: "data of CloudWatch Logs, which wraps the records",
    instead: "Take the records out of it: jq -c '.logEvents[].message | fromjson'",
    fits: either(has("messageType", "logEvents"), has("awslogs"), has("logStreamName", "message")),
  },
  {
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
    is: "messages of SQS, which wrap the events",
    instead: "Take the events out of them: jq -c '.Messages[].Body | fromjson'",
    fits: either(has("Messages"), has("ReceiptHandle", "Body"), has("receiptHandle", "body")),
  },
  {
    // https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
    is: "a message of SNS, which wraps the event",
    instead: "Take the event out of it: jq -c '.Message | fromjson'",
    fits: has("TopicArn", "Message"),
  },
  {
    // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html
    is: "rows of CloudTrail Lake, in which requests are no JSON",
    instead: "Give the records from the trail's files, or from aws cloudtrail lookup-events.",
    fits: has("QueryResultRows"),
  },
  {
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
    is: "a digest file of CloudTrail, which names log files and holds no record",
    instead: "Give the log files that it names.",
    fits: has("digestStartTime"),
  },
  {
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields.html
    is: "an Insights event of CloudTrail, which counts calls and names nothing that was changed",
    instead: "Give the management events of the time that it names.",
    fits: either(has("insightDetails"), (value) => member(value, "eventType") === "AwsCloudTrailInsight"),
  },
  {
    // https://docs.aws.amazon.com/security-lake/latest/userguide/open-cybersecurity-schema-framework.html
    is: "an event in the schema OCSF, as Security Lake stores it",
    instead: "Give CloudTrail's own record; OCSF events may hold it in raw_data or unmapped.",
    fits: either(has("class_uid"), has("category_uid")),
  },
  {
    // https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-understanding.html
    is: "a row of Athena, whose columns are in lower case and whose requests are texts",
    instead: "Give the records from the trail's files, which Athena read them from.",
    fits: has("eventname", "eventsource"),
  },
  {
    is: "what lookup-events prints, with a CloudTrailEvent that is not JSON",
    instead: "Print it with --output json.",
    fits: has("CloudTrailEvent"),
  },
];

const anyForm =
  "Give EventBridge's events (with source and detail-type) or CloudTrail's records (with eventSource and eventName).";

const isText = (value: unknown) => typeof value === "string";

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return `a ${typeof value === "string" ? "text" : typeof value}`;
  const names = Object.keys(value);
  return names.length === 0
    ? "an object without members"
    : `an object of no known form, with the members ${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""}`;
}
