/** The bus that other automation listens to. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { Unavailable } from "../errors.ts";
import type { EventBus } from "../notice/ports.ts";
import { structuredOf } from "../notice/structured.ts";
import { withAwsErrors } from "./errors.ts";

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  /** Name or ARN. */
  readonly busName: string;
}

/** `publish` throws Unavailable also when the call succeeds and the entry does not. */
export function eventBus({ client, busName }: EventBusOptions): EventBus {
  const failed = { call: "events:PutEvents", resource: busName };
  return {
    async publish(notice) {
      const { source, detailType, time, resources, detail } = structuredOf(notice);
      const entry = {
        EventBusName: busName,
        Source: source,
        DetailType: detailType,
        Time: new Date(time),
        Resources: [...resources],
        Detail: JSON.stringify(detail),
      };
      const { FailedEntryCount = 0, Entries = [] } = await withAwsErrors(failed, () =>
        client.send(new PutEventsCommand({ Entries: [entry] })),
      );
      if (FailedEntryCount === 0) return;
      const { ErrorCode = "unknown error", ErrorMessage = "" } = Entries[0] ?? {};
      throw new Unavailable(failed, new Error(`${ErrorCode} ${ErrorMessage}`.trim()));
    },
  };
}
