/** What the ledger's stream tells of changes and findings becomes notices. */
import { noticesFromStream, notify, type SendingProgress } from "@pullpass/core";
import {
  awsConnection,
  eventBridgeClient,
  eventBus,
  snsClient,
  snsTopic,
  sqsDeadNotices,
} from "@pullpass/core/aws";
import * as v from "valibot";
import { type Config, type Environment, readConfig } from "./config.ts";
import type { BatchResponse } from "./fifo-batch.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import type { Overrides } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/**
 * The handler of the stream's batches. SendingProgress is kept for as long as Lambda keeps the environment: a new one repeats at most
 * what the other target of an unfinished batch had.
 * @throws InvalidConfiguration
 */
export function createNotify(environment: Environment, overrides: Overrides = {}): Handler<BatchResponse> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const telemetry = telemetryOf("notify", environment, overrides.logger);
  const progress: SendingProgress = new Set();

  return handlerOf(
    async (event) => {
      const records = v.parse(StreamEvent, event).Records.map((record) => ({
        id: record.dynamodb.SequenceNumber,
        notices: noticesFromStream(record),
      }));
      const { sent, failures, again } = await notify(records, ports, progress);
      count(telemetry, "NoticesSent", sent);
      for (const failure of failures) telemetry.logger.error("notices failed", { ...failure });
      return { batchItemFailures: again === undefined ? [] : [{ itemIdentifier: again }] };
    },
    telemetry,
    overrides,
  );
}

function portsOf(
  { region, topicArn, bus, deadEventsUrl, settings }: Config,
  { aws }: Overrides,
): Parameters<typeof notify>[1] {
  const connection = awsConnection(aws);
  return {
    topic: snsTopic({ client: snsClient(connection, region), topicArn, naming: settings }),
    bus: eventBus({ client: eventBridgeClient(connection, region), busName: bus }),
    dead: sqsDeadNotices(connection, { region, queueUrl: deadEventsUrl }),
  };
}

/** Of a stream's batch, everything from the first failure on is delivered again. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
const StreamEvent = v.object({
  Records: v.array(v.looseObject({ dynamodb: v.looseObject({ SequenceNumber: v.string() }) })),
});
