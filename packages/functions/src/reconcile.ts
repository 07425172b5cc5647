/** Work from the queue: each role is brought to its desired state. */
import {
  mergedWork,
  type Reads,
  type ReconcileOptions,
  reconcile,
  recordedSights,
  type Settings,
  type Work,
  type WorkRetries,
  type Writes,
} from "@pullpass/core";
import {
  awsConnection,
  codeBuildBuilds,
  codeBuildProjects,
  codeBuildRetries,
  dynamoDbClient,
  dynamoDbLedger,
  iamRoles,
  kmsKeys,
  registrySecrets,
  sqsWorkQueue,
  sqsWorkRetries,
} from "@pullpass/core/aws";
import { servesAlone } from "./claim.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import {
  type BatchResponse,
  batchResponse,
  inGroups,
  type QueueRecord,
  queueRecords,
  retryAfter,
} from "./fifo-batch.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { readableWork } from "./readable-work.ts";
import { type BuildStarts, startBuild } from "./start-build.ts";
import { lookInLine, type SweepLinePorts } from "./sweep-line.ts";
import { count, type Telemetry, telemetryOf } from "./telemetry.ts";

/** The handler of both queues' batches. @throws InvalidConfiguration */
export function createReconcile(environment: Environment, overrides: Overrides = {}): Handler<BatchResponse> {
  const config = readConfig(environment);
  const telemetry = telemetryOf("reconcile", environment, overrides.logger);
  const ports = portsOf(config, overrides, telemetry);
  const sweeps = new URL(config.sweepQueueUrl).pathname.split("/").at(-1);
  return handlerOf(
    async (event) => {
      const records = queueRecords(event);
      const ofSweeps = records.filter(({ queue }) => queue === sweeps);
      const others = records.filter(({ queue }) => queue !== sweeps);
      const failed = await inGroups<Delayed>(others, (group) =>
        reconcileGroup(group, ports, config, telemetry),
      );
      await triedAgain(failed, ports.retries, telemetry);
      const waiting = await lookInLine(ofSweeps, ports, config, telemetry);
      return batchResponse([...failed, ...waiting]);
    },
    telemetry,
    overrides,
  );
}

interface Ports extends SweepLinePorts {
  /** @throws OtherDeployment */
  readonly servesAlone: () => Promise<void>;
  /** For one piece of work. */
  readonly ofWork: () => Reads & Writes & BuildStarts;
  readonly retries: WorkRetries;
}

/**
 * All work of a group at once: what counts is the state of the role, and not the order of what asked for it. A message that
 * nobody can read stands in the way of none.
 */
async function reconcileGroup(
  group: readonly QueueRecord[],
  ports: Ports,
  { settings, region }: Config,
  telemetry: Telemetry,
): Promise<readonly Delayed[]> {
  const fail = (records: readonly QueueRecord[], error: unknown) => {
    telemetry.logger.error("work failed", { messages: records.map(({ id }) => id), error });
    count(telemetry, "WorkFailed", records.length);
    return records;
  };
  const startOne = async (work: Parameters<typeof startBuild>[0], records: readonly QueueRecord[]) => {
    const seconds = await startBuild(work, ports.ofWork(), settings, telemetry);
    return seconds === undefined ? [] : records.map((record) => ({ ...record, seconds }));
  };
  const place = { account: settings.account, region };
  const read = group.map((record) => ({ record, ...readableWork(record, place) }));
  const unreadable = read.flatMap(({ record, error, work }) =>
    work === undefined ? fail([record], error) : [],
  );
  const asked = read.flatMap(({ record, work }) => (work === undefined ? [] : [{ record, work }]));
  const failed: Delayed[] = [...unreadable];
  for (const work of mergedWork(asked.map((each) => each.work))) {
    const records = asked.filter((each) => each.work.role === work.role).map(({ record }) => record);
    const deliveries = Math.max(...records.map((record) => record.deliveries));
    const options = { again: deliveries <= deliveriesUntold, isFirstTry: deliveries === 1 };
    try {
      await ports.servesAlone();
      if (work.retry === undefined) await reconcileOne(work, ports.ofWork(), settings, telemetry, options);
      else failed.push(...(await startOne({ ...work, retry: work.retry }, records)));
    } catch (error) {
      failed.push(...fail(records, error));
    }
  }
  return failed;
}

/** What is to be delivered again, and in how many seconds where it waits for its time. */
interface Delayed extends QueueRecord {
  readonly seconds?: number;
}

/** With the pauses between them, half a minute: so long may permissions of pullpass's own take to count. */
const deliveriesUntold = 4;

/** Soon, and not after the queue's whole visibility timeout. Where that fails, they come by themselves, later. */
async function triedAgain(
  failed: readonly Delayed[],
  retries: WorkRetries,
  { logger }: Telemetry,
): Promise<void> {
  try {
    const deliveries = failed.map((record) => ({
      receipt: record.receipt,
      seconds: record.seconds ?? retryAfter(record),
    }));
    await retries.after(deliveries);
  } catch (error) {
    logger.warn("the next try is late", { error });
  }
}

async function reconcileOne(
  work: Work,
  ports: Reads & Writes,
  settings: Settings,
  telemetry: Telemetry,
  options: ReconcileOptions,
): Promise<void> {
  const { role, projects, causes } = work;
  const { outcome } = await reconcile(work, ports, settings, options);
  const { applied, failed, proposed, findings } = outcome;
  const kinds = (changes: typeof applied) => changes.map(({ kind, id }) => `${kind} ${id}`);
  telemetry.logger.info("reconciled", {
    role,
    projects: projects.length,
    causes: causes.map(({ id }) => id),
    applied: kinds(applied),
    proposed: kinds(proposed),
    failed: failed.map(({ change, error }) => ({ change: change.id, error })),
    findings: findings.opened.map(({ rule }) => rule),
  });
  count(telemetry, "ChangesApplied", applied.length);
  count(telemetry, "ChangesFailed", failed.length);
  count(telemetry, "FindingsOpened", findings.opened.length);
}

function portsOf(
  { region, table, queueUrl, sweepQueueUrl, registryChecks, credentialChecks, settings }: Config,
  { aws, clock = wallClock }: Overrides,
  telemetry: Telemetry,
): Ports {
  const connection = awsConnection(aws);
  const client = dynamoDbClient(connection, region);
  const builds = codeBuildBuilds(connection);
  const starts = codeBuildRetries(connection);
  const urgent = sqsWorkQueue(connection, { region, queueUrl });
  const reads = {
    projects: codeBuildProjects(connection),
    secrets: registrySecrets(connection),
    keys: kmsKeys(connection),
    roles: iamRoles(connection, region),
    clock,
  };
  return {
    servesAlone: servesAlone(connection, { region, table }, telemetry),
    retries: sqsWorkRetries(connection, { region, queueUrl }),
    waits: sqsWorkRetries(connection, { region, queueUrl: sweepQueueUrl }),
    urgent,
    ofWork: () => {
      const ledger = dynamoDbLedger({ client, table, remembers: true });
      return {
        ...reads,
        ledger,
        builds: {
          ...builds,
          failedBuilds: ledger.failedBuilds,
          ...(settings.retryBuilds && { lastRetries: ledger.lastRetries }),
        },
        rest: urgent,
        ...(settings.retryBuilds && { later: urgent, starts }),
        ...(registryChecks && { registries: recordedSights(ledger, region, clock) }),
        ...(credentialChecks && { logins: ledger }),
      };
    },
  };
}
