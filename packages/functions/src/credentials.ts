/** On the schedule, and when a project or the value of its secret changes, or a build fails: does the registry take the login in its secret? */
import { checkLogins, decodeEvent, type LoginPorts } from "@pullpass/core";
import {
  awsConnection,
  codeBuildProjects,
  dynamoDbClient,
  dynamoDbLedger,
  registrySecrets,
  secretValues,
  sqsWorkQueue,
} from "@pullpass/core/aws";
import { checkLogin, publicInternet } from "@pullpass/registry";
import { type Config, type Environment, readConfig } from "./config.ts";
import { type Handler, handlerOf } from "./middleware.ts";
import { type Overrides, wallClock } from "./overrides.ts";
import { count, telemetryOf } from "./telemetry.ts";

/** What it answers, for whoever invokes it by hand. */
export interface CredentialsResult {
  /** How many logins were checked. */
  readonly logins: number;
  /** How many roles are to be diagnosed anew. */
  readonly work: number;
  /** Why nothing was checked. */
  readonly ignored?: string;
}

/** The handler of EventBridge's events. @throws InvalidConfiguration */
export function createCredentials(
  environment: Environment,
  overrides: Overrides = {},
): Handler<CredentialsResult> {
  const config = readConfig(environment);
  const scope = { ...config.settings, region: config.region };
  const ports = portsOf(config, overrides);
  const telemetry = telemetryOf("credentials", environment, overrides.logger);

  return handlerOf(
    async (event) => {
      const checked = await checkLogins(decodeEvent(event, scope), ports, scope);
      if (checked.kind === "ignored") {
        telemetry.logger.info("ignored", { reason: checked.reason });
        return { logins: 0, work: 0, ignored: checked.reason };
      }
      const { logins, work } = checked;
      telemetry.logger.info("checked", { logins, roles: work.map(({ role }) => role) });
      count(telemetry, "LoginsChecked", logins);
      count(telemetry, "WorkSent", work.length);
      return { logins, work: work.length };
    },
    telemetry,
    overrides,
  );
}

function portsOf(
  { region, table, queueUrl }: Config,
  { aws, clock = wallClock, logins }: Overrides,
): LoginPorts {
  const connection = awsConnection(aws);
  const read = secretValues(connection);
  const options = { network: publicInternet, from: "outside any VPC", now: () => clock.now() } as const;
  return {
    projects: codeBuildProjects(connection),
    secrets: registrySecrets(connection),
    values: { read: (secret) => read(secret.region, secret.arn) },
    logins: logins ?? {
      check: (image, { username, password }) => checkLogin(image, { username, password }, options),
    },
    ledger: dynamoDbLedger({ client: dynamoDbClient(connection, region), table }),
    queue: sqsWorkQueue(connection, { region, queueUrl }),
    clock,
  };
}
