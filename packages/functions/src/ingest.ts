/** An event from EventBridge becomes work in the queue. */
import { type IngestPorts, ingest } from "@pullpass/core";
import {
  awsConnection,
  codeBuildProjects,
  dynamoDbClient,
  dynamoDbLedger,
  iamPolicyHolders,
  sqsWorkQueue,
} from "@pullpass/core/aws";
import { type Config, type Environment, readConfig } from "./config.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/** What ingest answers, for whoever invokes it by hand. */
export interface IngestResult {
  /** How many roles are to be looked at. */
  readonly work: number;
  /** Why none. */
  readonly ignored?: string;
}

/** The handler of EventBridge's events. @throws InvalidConfiguration */
export function createIngest(environment: Environment, overrides: Overrides = {}): Handler<IngestResult> {
  const config = readConfig(environment);
  const portsOfEvent = portsOf(config, overrides);
  const options = { ...config.settings, region: config.region };
  const telemetry = telemetryOf("ingest", environment, overrides.logger);

  return handlerOf(
    async (event) => {
      const ingested = await ingest(event, portsOfEvent(), options);
      if (ingested.kind === "ignored") {
        telemetry.logger.info("ignored", { reason: ingested.reason });
        count(telemetry, "EventsIgnored", 1);
        return { work: 0, ignored: ingested.reason };
      }
      const { trigger, work } = ingested;
      telemetry.logger.info("sent", { trigger, roles: work.map(({ role }) => role) });
      count(telemetry, "WorkSent", work.length);
      return { work: work.length };
    },
    telemetry,
    overrides,
  );
}

/** What the ledger knows of a role is read once an event. */
function portsOf(
  { region, table, queueUrl }: Config,
  { aws, clock = wallClock }: Overrides,
): () => IngestPorts {
  const connection = awsConnection(aws);
  const client = dynamoDbClient(connection, region);
  const ports = {
    projects: codeBuildProjects(connection),
    policyHolders: iamPolicyHolders(connection, region),
    queue: sqsWorkQueue(connection, { region, queueUrl }),
    clock,
  };
  return () => ({ ...ports, ledger: dynamoDbLedger({ client, table, remembers: true }) });
}
