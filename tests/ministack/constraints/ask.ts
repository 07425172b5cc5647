/** Asks the sandbox, as the SDK does, and reads how it refuses. */
import { administrator, connect, type Sandbox, type Service } from "@pullpass/sandbox";
import type { BrokenCall } from "./broken-calls.ts";
import { nonsense } from "./samples.ts";

export const region = "us-east-1";

/** The answer to a call: `ok`, or the error's code and message. */
export type Ask = (operation: string, input: unknown) => Promise<"ok" | Refusal>;

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

interface Client {
  send(command: unknown): Promise<unknown>;
}

/** A client of the service in an account. */
export function asker(service: Service, sandbox: Sandbox): Ask {
  const Client = service.client().constructor as new (config: object) => Client;
  // the client of SQS would take a queue's URL for the address to send to
  const client = new Client({
    ...connect(sandbox, { region }),
    maxAttempts: 1,
    useQueueUrlAsEndpoint: false,
  });
  const send = (operation: string, input: unknown) => {
    const Command = service.sdk[`${operation}Command`] as new (input: unknown) => unknown;
    return client.send(new Command(input));
  };
  const caller = administrator(sandbox);
  const from = { caller, place: { partition: sandbox.partition, account: sandbox.account, region } };
  return async (operation, input) => {
    const sent = await refusalIn(() => send(operation, input));
    if (sent === "ok" || sent.arrived) return sent;
    // what the client itself refuses to send
    return refusalIn(() => sandbox.call(service.signingName, operation, input, from));
  };
}

async function refusalIn(
  call: () => Promise<unknown>,
): Promise<"ok" | (Refusal & { readonly arrived: boolean })> {
  try {
    await call();
    return "ok";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    return { code: error.name, message: error.message, arrived: $metadata?.httpStatusCode !== undefined };
  }
}

/**
 * The codes with which a service refuses a member for what it is: the tables of errors of its API reference, and answers
 * of AWS that are on record.
 */
const codes: Readonly<Record<string, readonly string[]>> = {
  cloudformation: ["ValidationError"],
  cloudtrail: ["ValidationException"],
  codebuild: ["InvalidInputException"],
  dynamodb: ["ValidationException"],
  events: ["ValidationException"],
  iam: ["ValidationError", "InvalidInputException"],
  kms: ["ValidationException"],
  lambda: ["ValidationException"],
  organizations: ["InvalidInputException"],
  route53: ["InvalidInput"],
  secretsmanager: ["ValidationException", "InvalidParameterException"],
  securityhub: ["InvalidInputException"],
  sns: ["ValidationError", "InvalidParameterException"],
  sqs: ["MissingParameter", "InvalidParameterValue", "InvalidAttributeName"],
  ssm: ["ValidationException"],
  sts: ["ValidationError"],
};

/** Whether that is an answer to what is broken, and not to something else: it names the member, or the value that is none. */
export function isRefusalOf({ member }: BrokenCall, service: string, answer: "ok" | Refusal): boolean {
  if (answer === "ok" || !(codes[service] ?? []).includes(answer.code)) return false;
  const message = answer.message.toLowerCase();
  return [member, nonsense].some((name) => message.includes(name.toLowerCase()));
}
