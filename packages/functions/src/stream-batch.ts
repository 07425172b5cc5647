/** Batches of the ledger's stream: what they announce, and what Lambda is to deliver again. */
import { type Announced, type Clock, noticeFromStream, type Told } from "@pullpass/core";
import * as v from "valibot";
import type { BatchResponse } from "./fifo-batch.ts";
import { count, type Telemetry } from "./telemetry.ts";

/** In the order of the records. @throws ValiError for an event that is no batch of a stream */
export function announcedIn(event: unknown, clock: Clock): readonly Announced[] {
  return v.parse(StreamEvent, event).Records.map((record) => {
    const { SequenceNumber: id, ApproximateCreationDateTime: seconds } = record.dynamodb;
    const { notice, to = [], again } = noticeFromStream(record) ?? {};
    const since = seconds === undefined ? clock.now() : new Date(seconds * 1_000);
    return { id, notices: notice === undefined ? [] : [notice], to, again, since: since.toISOString() };
  });
}

/** Counted, and logged. */
export function batchResponse({ sent, failures, again }: Told, telemetry: Telemetry): BatchResponse {
  count(telemetry, "NoticesSent", sent);
  for (const failure of failures) telemetry.logger.error("notices failed", { ...failure });
  return { batchItemFailures: again === undefined ? [] : [{ itemIdentifier: again }] };
}

/** Of a stream's batch, everything from the first failure on is delivered again. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
const StreamEvent = v.object({
  Records: v.array(
    v.looseObject({
      dynamodb: v.looseObject({
        SequenceNumber: v.string(),
        ApproximateCreationDateTime: v.optional(v.number()),
      }),
    }),
  ),
});
