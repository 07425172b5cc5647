/** The one place that says how SDK clients are made. */
import type { SQSClientConfig } from "@aws-sdk/client-sqs";

/** The same for the clients of every service. */
type RequestHandler = NonNullable<SQSClientConfig["requestHandler"]>;

/** What a test, or another endpoint than AWS's, puts in place of the defaults. */
export interface ClientOverride {
  /** As they are, or where to get them. */
  readonly credentials?: NonNullable<SQSClientConfig["credentials"]>;
  readonly endpoint?: string;
  readonly requestHandler?: RequestHandler;
}

/** What the clients of one Region get in place of the defaults. */
export type ClientOverrides = (region: string) => ClientOverride;

/** The configuration of a Region's clients, whatever their service. */
export type Connection = (region: string) => ClientConfig;

/** What every client is made with. */
export interface ClientConfig extends Omit<ClientOverride, "requestHandler"> {
  readonly region: string;
  readonly maxAttempts: number;
  readonly retryMode: "adaptive";
  readonly customUserAgent: [[name: string]];
  readonly requestHandler: RequestHandler;
}

/** Retries, timeouts and user agent of all clients; what `overrides` names comes instead. */
export function awsConnection(overrides: ClientOverrides = () => ({})): Connection {
  return (region) => ({
    region,
    maxAttempts: attemptsMax,
    // Slows down before AWS throttles: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    retryMode: "adaptive",
    customUserAgent: [["pullpass"]],
    requestHandler: timeouts,
    ...overrides(region),
  });
}

/** One client a Region, made when it is first asked for. */
export function perRegion<Client>(create: (region: string) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const client = clients.get(region) ?? create(region);
    clients.set(region, client);
    return client;
  };
}

/** With their waits, five attempts stay below the shortest timeout of a function. */
export const attemptsMax = 5;

/** Left to itself, the SDK waits for ever, and only warns of a request that takes longer than it should. */
const timeouts = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
