/** On schedule, every role becomes work in the queue. */
import { type Cause, decodeEvent, type SweepPorts, sweep } from "@pullpass/core";
import {
  awsConnection,
  codeBuildProjects,
  dynamoDbClient,
  dynamoDbLedger,
  sqsWorkQueue,
} from "@pullpass/core/aws";
import { type Config, type Environment, readConfig } from "./config.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/** What the sweep answers, for whoever invokes it by hand. */
export interface SweepResult {
  /** How many roles are to be looked at. */
  readonly work: number;
}

/** The handler of the schedule. @throws InvalidConfiguration */
export function createSweep(environment: Environment, overrides: Overrides = {}): Handler<SweepResult> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const place = { ...config.settings, region: config.region };
  const telemetry = telemetryOf("sweep", environment, overrides.logger);

  return handlerOf(
    async (event, { awsRequestId }) => {
      const byHand = {
        id: awsRequestId,
        event: "sweep",
        actor: "unknown",
        time: ports.clock.now().toISOString(),
      };
      const work = await sweep(causeIn(event) ?? byHand, ports, place);
      telemetry.logger.info("sent", { roles: work.length });
      count(telemetry, "WorkSent", work.length);
      count(telemetry, "SweepsCompleted", 1);
      return { work: work.length };
    },
    telemetry,
    overrides,
  );
}

/** `undefined` when a person invokes the function with an event of their own. */
function causeIn(event: unknown): Cause | undefined {
  const trigger = decodeEvent(event);
  return trigger.kind === "sweep" ? trigger.cause : undefined;
}

function portsOf({ region, table, queueUrl }: Config, { aws, clock = wallClock }: Overrides): SweepPorts {
  const connection = awsConnection(aws);
  return {
    projects: codeBuildProjects(connection),
    ledger: dynamoDbLedger({ client: dynamoDbClient(connection, region), table }),
    queue: sqsWorkQueue(connection, { region, queueUrl }),
    clock,
  };
}
