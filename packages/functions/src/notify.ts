/** What the ledger's stream tells of changes and findings becomes notices. */
import { noticesFromStream, notify } from "@pullpass/core";
import { awsConnection, eventBridgeClient, eventBus, snsClient, snsTopic } from "@pullpass/core/aws";
import * as v from "valibot";
import { type Config, type Environment, readConfig } from "./config.ts";
import type { BatchResponse } from "./fifo-batch.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import type { Overrides } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/** The handler of the stream's batches. @throws InvalidConfiguration */
export function createNotify(environment: Environment, overrides: Overrides = {}): Handler<BatchResponse> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const telemetry = telemetryOf("notify", environment, overrides.logger);

  return handlerOf(
    async (event) => {
      for (const record of v.parse(StreamEvent, event).Records) {
        try {
          const notices = noticesFromStream(record);
          await notify(notices, ports);
          count(telemetry, "NoticesSent", notices.length);
        } catch (error) {
          telemetry.logger.error("notices failed", { record: record.eventID, error });
          return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
        }
      }
      return { batchItemFailures: [] };
    },
    telemetry,
    overrides,
  );
}

function portsOf(
  { region, topicArn, bus, settings }: Config,
  { aws }: Overrides,
): Parameters<typeof notify>[1] {
  const connection = awsConnection(aws);
  return {
    topic: snsTopic({ client: snsClient(connection, region), topicArn, naming: settings }),
    bus: eventBus({ client: eventBridgeClient(connection, region), busName: bus }),
  };
}

/** Of a stream's batch, everything from the first failure on is delivered again. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
const StreamEvent = v.object({
  Records: v.array(
    v.looseObject({
      eventID: v.optional(v.string()),
      dynamodb: v.looseObject({ SequenceNumber: v.string() }),
    }),
  ),
});
