/** What the ledger's stream tells of findings goes to Security Hub. */
import { AccessDenied, type ImportPorts, importFindings, type SendingProgress } from "@pullpass/core";
import {
  awsConnection,
  dynamoDbClient,
  dynamoDbMutes,
  dynamoDbReceipts,
  findingsHub,
  sqsDeadNotices,
} from "@pullpass/core/aws";
import { type Config, type Environment, readConfig } from "./config.ts";
import type { BatchResponse } from "./fifo-batch.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { announcedIn, batchResponse } from "./stream-batch.ts";
import { telemetryOf } from "./telemetry.ts";

/**
 * The handler of the stream's batches. It reads the stream by itself: while Security Hub takes nothing, only findings for it wait.
 * @throws InvalidConfiguration
 */
export function createSecurityHub(
  environment: Environment,
  overrides: Overrides = {},
): Handler<BatchResponse> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const telemetry = telemetryOf("securityhub", environment, overrides.logger);
  const progress: SendingProgress = new Set();

  return handlerOf(
    async (event) => {
      const told = await importFindings(announcedIn(event, ports.clock), ports, config, progress);
      const isDenied = told.failures.some(
        ({ target, error }) => target === "securityhub" && error instanceof AccessDenied,
      );
      if (isDenied) telemetry.logger.error(whatToDo, { region: config.region });
      return batchResponse(told, telemetry);
    },
    telemetry,
    overrides,
  );
}

const whatToDo =
  "Security Hub takes no findings. Enable Security Hub CSPM in this account and Region, and let no policy deny securityhub:BatchImportFindings; or set the option securityHub to false, and deploy again.";

function portsOf(
  { region, table, deadEventsUrl }: Config,
  { aws, clock = wallClock }: Overrides,
): ImportPorts {
  const connection = awsConnection(aws);
  const inTable = { client: dynamoDbClient(connection, region), table, region };
  return {
    hub: findingsHub(connection, region),
    dead: sqsDeadNotices(connection, { region, queueUrl: deadEventsUrl }),
    receipts: dynamoDbReceipts(inTable),
    mutes: () => dynamoDbMutes(inTable.client, table).mutes(region),
    clock,
  };
}
