/** Work from the queue: each role is brought to its desired state. */
import { type Reads, reconcile, type Settings, type Work, type Writes } from "@pullpass/core";
import {
  awsConnection,
  codeBuildProjects,
  dynamoDbClient,
  dynamoDbLedger,
  iamRoles,
  kmsKeys,
  readWork,
  registrySecrets,
} from "@pullpass/core/aws";
import { type Config, type Environment, readConfig } from "./config.ts";
import { type BatchResponse, inGroups, queueRecords } from "./fifo-batch.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { count, type Telemetry, telemetryOf } from "./telemetry.ts";

/** The handler of the queue's batches. @throws InvalidConfiguration */
export function createReconcile(environment: Environment, overrides: Overrides = {}): Handler<BatchResponse> {
  const config = readConfig(environment);
  const ports = portsOf(config, overrides);
  const place = { account: config.settings.account, region: config.region };
  const telemetry = telemetryOf("reconcile", environment, overrides.logger);
  return handlerOf(
    (event) =>
      inGroups(queueRecords(event), {
        handle: ({ body }) => reconcileOne(readWork(body, place), ports, config.settings, telemetry),
        failed: ({ id }, error) => {
          telemetry.logger.error("work failed", { message: id, error });
          count(telemetry, "WorkFailed", 1);
        },
      }),
    telemetry,
    overrides,
  );
}

async function reconcileOne(
  work: Work,
  ports: Reads & Writes,
  settings: Settings,
  telemetry: Telemetry,
): Promise<void> {
  const { role, projects, causes } = work;
  const { outcome } = await reconcile(work, ports, settings);
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

function portsOf({ region, table }: Config, { aws, clock = wallClock }: Overrides): Reads & Writes {
  const connection = awsConnection(aws);
  return {
    projects: codeBuildProjects(connection),
    secrets: registrySecrets(connection),
    keys: kmsKeys(connection),
    roles: iamRoles(connection, region),
    ledger: dynamoDbLedger({ client: dynamoDbClient(connection, region), table }),
    clock,
  };
}
