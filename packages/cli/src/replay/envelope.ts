/** CloudTrail's record in the envelope that EventBridge would have sent it in; anything else as it is. */
export function envelopeOf(event: unknown): unknown {
  if (!isObject(event) || "detail-type" in event) return event;
  const { eventSource, eventName, eventType } = event;
  if (typeof eventSource !== "string" || typeof eventName !== "string") return event;
  return {
    version: "0",
    id: event.eventID,
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    "detail-type":
      eventType === "AwsServiceEvent" ? "AWS Service Event via CloudTrail" : "AWS API Call via CloudTrail",
    source: `aws.${eventSource.replace(/\.amazonaws\.com(\.cn)?$/, "")}`,
    account: event.recipientAccountId,
    time: event.eventTime,
    region: event.awsRegion,
    resources: [],
    detail: event,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
