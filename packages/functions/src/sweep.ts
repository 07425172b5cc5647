/** On schedule, every role at which something is to be done becomes work in the queue. */
import {
  announceUntold,
  type Cause,
  decodeEvent,
  type OlderFindings,
  recordedSights,
  type SweepPorts,
  sweep,
  type UntoldPorts,
} from "@pullpass/core";
import {
  accountRoles,
  awsConnection,
  codeBuildProjects,
  dynamoDbAnnouncements,
  dynamoDbClient,
  dynamoDbLedger,
  dynamoDbOlderFindings,
  dynamoDbReceipts,
  kmsKeys,
  registrySecrets,
  secretLists,
  sqsWorkQueue,
} from "@pullpass/core/aws";
import { type Config, type Environment, readConfig } from "./config.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/** What the sweep answers, for whoever invokes it by hand. */
export interface SweepResult {
  /** How many roles there are. */
  readonly roles: number;
  /** At how many of them something is to be done, or may be. */
  readonly work: number;
}

/** The handler of the schedule. @throws InvalidConfiguration */
export function createSweep(environment: Environment, overrides: Overrides = {}): Handler<SweepResult> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const place = { ...config.settings, region: config.region };
  const telemetry = telemetryOf("sweep", environment, overrides.logger);

  return handlerOf(
    async (event, context) => {
      const byHand = {
        id: context.awsRequestId,
        event: "sweep",
        actor: "unknown",
        time: ports.clock.now().toISOString(),
      };
      const isLate = () => context.getRemainingTimeInMillis() < sendingMs;
      const { roles, work, unread } = await sweep(causeIn(event) ?? byHand, ports, place, { isLate });
      if (unread.length > 0) telemetry.logger.warn("read one by one", { unread });
      telemetry.logger.info("sent", { roles, work: work.length });
      count(telemetry, "WorkSent", work.length);
      count(telemetry, "SweepsCompleted", 1);
      const untold = await announceUntold(ports, config);
      if (untold > 0) telemetry.logger.warn("announced again", { records: untold });
      const older = await ports.olderFindings.index(isLate);
      if (older > 0) telemetry.logger.info("findings of older versions indexed", { findings: older });
      return { roles, work: work.length };
    },
    telemetry,
    overrides,
  );
}

/** Kept of the function's time to send the roles that nobody came to look at. */
const sendingMs = 60_000;

/** `undefined` when a person invokes the function with an event of their own. */
function causeIn(event: unknown): Cause | undefined {
  const trigger = decodeEvent(event);
  return trigger.kind === "sweep" ? trigger.cause : undefined;
}

function portsOf(
  { region, table, sweepQueueUrl, bulkReads, registryChecks, credentialChecks }: Config,
  { aws, clock = wallClock }: Overrides,
): SweepPorts & UntoldPorts & { readonly olderFindings: OlderFindings } {
  const connection = awsConnection(aws);
  const inTable = { client: dynamoDbClient(connection, region), table, region };
  const ledger = dynamoDbLedger(inTable);
  const bulk = {
    account: { roles: () => accountRoles(connection, region), secrets: secretLists(connection) },
    secrets: registrySecrets(connection),
    keys: kmsKeys(connection),
    ...(registryChecks && { registries: recordedSights(ledger, region, clock) }),
    ...(credentialChecks && { logins: ledger }),
  };
  return {
    projects: codeBuildProjects(connection),
    ledger,
    olderFindings: dynamoDbOlderFindings(inTable),
    announcements: dynamoDbAnnouncements(inTable),
    receipts: dynamoDbReceipts(inTable),
    queue: sqsWorkQueue(connection, { region, queueUrl: sweepQueueUrl }, { inOneLine: true }),
    clock,
    ...(bulkReads && { bulk }),
  };
}
