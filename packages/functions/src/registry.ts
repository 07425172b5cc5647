/** On the schedule, and when a project changes or a build of it fails: the registries are looked at, from outside any VPC. */
import { decodeEvent, type LookPorts, look } from "@pullpass/core";
import {
  awsConnection,
  codeBuildProjects,
  dynamoDbClient,
  dynamoDbLedger,
  sqsWorkQueue,
} from "@pullpass/core/aws";
import { privateZones } from "@pullpass/core/aws/route-53";
import { publicInternet, registryLooks } from "@pullpass/registry";
import { type Config, type Environment, readConfig } from "./config.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/** What it answers, for whoever invokes it by hand. */
export interface RegistryResult {
  /** How many registries were looked at. */
  readonly registries: number;
  /** How many roles are to be diagnosed anew. */
  readonly work: number;
  /** Why nothing was looked at. */
  readonly ignored?: string;
}

/** The handler of EventBridge's events. @throws InvalidConfiguration */
export function createRegistry(environment: Environment, overrides: Overrides = {}): Handler<RegistryResult> {
  const config = readConfig(environment);
  const scope = { ...config.settings, region: config.region };
  const telemetry = telemetryOf("registry", environment, overrides.logger);

  return handlerOf(
    async (event) => {
      // Ports anew: a registry is looked at once in an invocation, and again in the next.
      const looked = await look(decodeEvent(event, scope), portsOf(config, overrides), scope);
      if (looked.kind === "ignored") {
        telemetry.logger.info("ignored", { reason: looked.reason });
        return { registries: 0, work: 0, ignored: looked.reason };
      }
      const { registries, work } = looked;
      telemetry.logger.info("looked", { registries, roles: work.map(({ role }) => role) });
      count(telemetry, "RegistriesLookedAt", registries);
      count(telemetry, "WorkSent", work.length);
      return { registries, work: work.length };
    },
    telemetry,
    overrides,
  );
}

function portsOf(
  { region, table, queueUrl }: Config,
  { aws, clock = wallClock, registries }: Overrides,
): LookPorts {
  const connection = awsConnection(aws);
  return {
    projects: codeBuildProjects(connection),
    registries: registries ?? { look: looksFromHere(clock) },
    zones: privateZones(connection, region),
    ledger: dynamoDbLedger({ client: dynamoDbClient(connection, region), table }),
    queue: sqsWorkQueue(connection, { region, queueUrl }),
    clock,
  };
}

/** The function is in no VPC: what it sees is what CodeBuild sees, where that pulls images. `look` has its own bound of how many. */
function looksFromHere(clock: typeof wallClock) {
  return registryLooks({
    network: publicInternet,
    from: "outside any VPC",
    now: () => clock.now(),
    registriesMax: Number.POSITIVE_INFINITY,
  });
}
