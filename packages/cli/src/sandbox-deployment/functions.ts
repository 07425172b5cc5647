/** The real handlers as functions of the sandbox, each under its own role. */
import { attemptsMax } from "@pullpass/core/aws";
import {
  createCredentials,
  createIngest,
  createNotify,
  createReconcile,
  createRegistry,
  createSecurityHub,
  createSweep,
} from "@pullpass/functions";
import { type FunctionName, sweepSeconds } from "@pullpass/functions/deployment";
import { connect, deployFunction, type Sandbox } from "@pullpass/sandbox";
import { sandboxLogins, sandboxRegistries } from "./registries.ts";
import type { RoleArns } from "./roles.ts";

export type FunctionArns = Readonly<Record<FunctionName, string>>;

const create = {
  ingest: createIngest,
  reconcile: createReconcile,
  sweep: createSweep,
  registry: createRegistry,
  credentials: createCredentials,
  notify: createNotify,
  securityhub: createSecurityHub,
} as const;

interface Settings {
  readonly roles: RoleArns;
  readonly environment: Readonly<Record<string, string>>;
  /** Where invocations end that failed for good. */
  readonly deadEventsArn: string;
}

export function deployFunctions(
  sandbox: Sandbox,
  region: string,
  { roles, environment, deadEventsArn }: Settings,
): FunctionArns {
  const registries = sandboxRegistries(sandbox);
  const logins = sandboxLogins(sandbox, registries);
  const deployed = (name: FunctionName) => {
    const role = roles[name];
    const aws = (place: string) =>
      connect(sandbox, { region: place, principal: role, attempts: attemptsMax });
    const handler = create[name](environment, { aws, clock: sandbox.clock, registries, logins });
    return deployFunction(sandbox, {
      name: `pullpass-${name}`,
      region,
      role,
      handler,
      onFailureArn: deadEventsArn,
      environment,
      ...(name === "sweep" && { timeoutMs: sweepSeconds * 1_000 }),
    });
  };
  return {
    ingest: deployed("ingest"),
    reconcile: deployed("reconcile"),
    sweep: deployed("sweep"),
    registry: deployed("registry"),
    credentials: deployed("credentials"),
    notify: deployed("notify"),
    securityhub: deployed("securityhub"),
  };
}
