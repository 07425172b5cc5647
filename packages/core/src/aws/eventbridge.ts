/** The bus that other automation listens to. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import { Unavailable } from "../errors.ts";
import type { Notice } from "../notice/notice.ts";
import type { EventBus } from "../notice/ports.ts";
import { structuredOf } from "../notice/structured.ts";
import { withAwsErrors } from "./errors.ts";
import { inBatches } from "./in-batches.ts";

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  /** Name or ARN. */
  readonly busName: string;
}

/** `publish` throws Unavailable also when the call succeeds and the entry does not. What is published at one time goes in one call. */
export function eventBus({ client, busName }: EventBusOptions): EventBus {
  const failed = { call: "events:PutEvents", resource: busName };
  const put = async (all: readonly PutEventsRequestEntry[]): Promise<readonly unknown[]> => {
    const { Entries = [] } = await withAwsErrors(failed, () =>
      client.send(new PutEventsCommand({ Entries: [...all] })),
    );
    return Entries.map(({ ErrorCode, ErrorMessage = "" }) =>
      ErrorCode === undefined
        ? undefined
        : new Unavailable(failed, new Error(`${ErrorCode} ${ErrorMessage}`.trim())),
    );
  };
  const publish = inBatches({ entries: 10, size: 262_144, sizeOf: bytesOf }, put);
  return { publish: (notice) => publish(entryOf(notice, busName)) };
}

function entryOf(notice: Notice, EventBusName: string): PutEventsRequestEntry {
  const { source, detailType, time, resources, detail } = structuredOf(notice);
  return {
    EventBusName,
    Source: source,
    DetailType: detailType,
    Time: new Date(time),
    Resources: [...resources],
    Detail: JSON.stringify(detail),
  };
}

/** No less than EventBridge counts. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-event-size */
function bytesOf(entry: PutEventsRequestEntry): number {
  return Buffer.byteLength(JSON.stringify(entry));
}
