/** A service whose answers a test gives. */
import { onTestFinished } from "vitest";
import { type ConnectOptions, connect } from "../../../packages/sandbox/src/connect.ts";
import { emptySandbox } from "../../../packages/sandbox/src/create.ts";
import { serve } from "../../../packages/sandbox/src/served.ts";
import type { Operation, Service } from "../../../packages/sandbox/src/service.ts";
import { operationSchema } from "../../../packages/sandbox/src/wire/schema.ts";

const region = "eu-central-1";

export interface Client {
  send(command: unknown): Promise<Record<string, unknown>>;
}

/** A client of the SDK, connected to a service that answers every call with `run`. */
export function stub(
  service: Service,
  run: Operation<unknown, unknown>["run"],
  options: Pick<ConnectOptions, "isOnWire">,
): Client {
  const sandbox = emptySandbox({ regions: [region, "us-east-1"] });
  onTestFinished(() => sandbox.dispose());
  const operation: Operation<never, unknown> = { permissions: () => [], run };
  const operations = Object.fromEntries(Object.keys(service.operations).map((name) => [name, operation]));
  // values of the right shape, which need not be of a form that the service allows
  const { constraints: _, ...wire } = service;
  serve(sandbox, { ...wire, operations });
  const Client = service.client().constructor as new (config: object) => Client;
  // random bodies have no right checksum, which the client of SQS would look for
  return new Client({ ...connect(sandbox, { region, ...options }), maxAttempts: 1, md5: false });
}

export function command(service: Service, name: string, input: unknown): unknown {
  const Command = service.sdk[`${name}Command`] as new (input: unknown) => unknown;
  return new Command(input);
}

/** Each operation's name and the shapes of what it takes and answers. @throws Error for one that the SDK does not have */
export function operationsOf({ operations, sdk }: Service) {
  return Object.keys(operations).map((name) => {
    const shapes = operationSchema(sdk, name);
    if (shapes === undefined) throw new Error(`the SDK has no ${name}`);
    return { name, ...shapes };
  });
}
