/** What the ledger's stream tells of changes and findings becomes notices. */
import {
  type NotifyPorts,
  notify,
  notifyCollected,
  type SendingProgress,
  type SummarizePorts,
  summarize,
} from "@pullpass/core";
import {
  awsConnection,
  dynamoDbClient,
  dynamoDbLedger,
  dynamoDbMutes,
  dynamoDbPendingNotices,
  dynamoDbReceipts,
  eventBridgeClient,
  eventBus,
  snsClient,
  snsTopic,
  sqsDeadNotices,
} from "@pullpass/core/aws";
import * as v from "valibot";
import { type Config, type Environment, readConfig } from "./config.ts";
import { summaryEvent } from "./deployment/summary.ts";
import type { BatchResponse } from "./fifo-batch.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { announcedIn, batchResponse } from "./stream-batch.ts";
import { count, telemetryOf } from "./telemetry.ts";

/**
 * The handler of the stream's batches, and of the schedules that send what was collected, and a summary. SendingProgress is kept for as long
 * as Lambda keeps the environment: a new one repeats at most what another target of an unfinished batch had.
 * @throws InvalidConfiguration
 */
export function createNotify(environment: Environment, overrides: Overrides = {}): Handler<BatchResponse> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const settings = { naming: config.settings, collectMinutes: config.collectMinutes };
  const telemetry = telemetryOf("notify", environment, overrides.logger);
  const progress: SendingProgress = new Set();

  const sendBatch = async (event: unknown) =>
    batchResponse(await notify(announcedIn(event, ports.clock), ports, settings, progress), telemetry);

  /** The next minute tries again what could not be sent: the error is for the alarm. */
  const sendCollected = async () => {
    const { sent, failures } = await notifyCollected(ports, settings, progress);
    count(telemetry, "NoticesSent", sent);
    const [failure] = failures;
    if (failure !== undefined) throw failure.error;
    return { batchItemFailures: [] };
  };

  const sendSummary = async () => {
    count(
      telemetry,
      "NoticesSent",
      await summarize(ports, { account: config.settings.account, region: config.region }),
    );
    return { batchItemFailures: [] };
  };

  return handlerOf(
    async (event) => {
      if (v.is(SummaryEvent, event)) return sendSummary();
      return v.is(CollectedEvent, event) ? sendCollected() : sendBatch(event);
    },
    telemetry,
    overrides,
  );
}

function portsOf(
  { region, topicArn, chatTopicArn, bus, table, deadEventsUrl }: Config,
  { aws, clock = wallClock }: Overrides,
): NotifyPorts & SummarizePorts {
  const connection = awsConnection(aws);
  const sns = snsClient(connection, region);
  const inTable = { client: dynamoDbClient(connection, region), table, region };
  return {
    topic: snsTopic({ client: sns, topicArn }),
    ...(chatTopicArn !== undefined && { chat: snsTopic({ client: sns, topicArn: chatTopicArn }) }),
    bus: eventBus({ client: eventBridgeClient(connection, region), busName: bus }),
    dead: sqsDeadNotices(connection, { region, queueUrl: deadEventsUrl }),
    pending: dynamoDbPendingNotices(inTable),
    receipts: dynamoDbReceipts(inTable),
    ledger: dynamoDbLedger({ client: inTable.client, table }),
    mutes: () => dynamoDbMutes(inTable.client, table).mutes(region),
    clock,
  };
}

/** What the rule of the summaries sends. */
const SummaryEvent = v.object({
  source: v.literal(summaryEvent.source),
  "detail-type": v.literal(summaryEvent["detail-type"]),
});

/** What the schedule sends each minute. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
const CollectedEvent = v.object({ "detail-type": v.literal("Scheduled Event") });
