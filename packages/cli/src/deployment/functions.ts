/** The real handlers as functions of the sandbox, each under its own role. */
import {
  type ClientOverrides,
  createIngest,
  createNotify,
  createReconcile,
  createSweep,
} from "@pullpass/functions";
import type { FunctionName } from "@pullpass/functions/deployment";
import { connect, deployFunction, type Sandbox } from "@pullpass/sandbox";
import type { RoleArns } from "./roles.ts";

export type FunctionArns = Readonly<Record<FunctionName, string>>;

export async function deployFunctions(
  sandbox: Sandbox,
  region: string,
  roles: RoleArns,
  environment: Readonly<Record<string, string>>,
): Promise<FunctionArns> {
  const make = (name: FunctionName) => {
    const role = roles[name];
    const overrides = {
      aws: (place: string) => connect(sandbox, { region: place, principal: role }),
      clock: sandbox.clock,
    };
    const handler = {
      ingest: createIngest,
      reconcile: createReconcile,
      sweep: createSweep,
      notify: createNotify,
    }[name](environment, overrides);
    return deployFunction(sandbox, { name: `pullpass-${name}`, region, role, handler });
  };
}
