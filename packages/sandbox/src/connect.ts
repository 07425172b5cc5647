import { type HttpHandler, type HttpRequest, HttpResponse } from "@smithy/core/protocols";
import { ConfiguredRetryStrategy } from "@smithy/core/retry";
import type {
  $ClientProtocolCtor,
  AwsCredentialIdentity,
  Logger,
  Provider,
  RequestSigner,
} from "@smithy/types";
import {
  answerObjects,
  byObjects,
  isObjectRequest,
  isObjectResponse,
  type ObjectRequest,
  type ObjectResponse,
} from "./by-objects.ts";
import { answer } from "./endpoint.ts";
import { administrator, type Credentials, credentialsFor, issueCredentials } from "./principals.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Caller } from "./service.ts";
import type { Reply, WireRequest } from "./wire/protocol.ts";

export interface ConnectOptions {
  readonly region: string;
  readonly credentials?: Credentials;
  /** A role's ARN, for a session of that role, or any caller. */
  readonly principal?: string | Caller;
  /** How often a request is tried. Where the clock stands still, the attempts do not wait for one another. */
  readonly attempts?: number;
  /** Requests and replies are written as bytes and read again, as they would go over the network. */
  readonly isOnWire?: boolean;
}

export interface ClientConfig extends FixedSettings {
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: HttpHandler;
  readonly protocol?: $ClientProtocolCtor<HttpRequest, HttpResponse>;
  readonly retryStrategy?: ConfiguredRetryStrategy;
  readonly signerConstructor: typeof Unsigned;
}

/**
 * What a client of the AWS SDK is made with to call the sandbox in this process. Without credentials or principal, an administrator of
 * the sandbox's account calls.
 */
export function connect(sandbox: Sandbox, options: ConnectOptions): ClientConfig {
  return {
    region: options.region,
    credentials: options.credentials ?? credentialsOf(sandbox, options.principal),
    requestHandler: {
      // the protocol reads what it wrote
      handle: async (request) => ({ response: (await send(sandbox, request)) as HttpResponse }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
    ...(!options.isOnWire && { protocol: byObjects(sandbox) }),
    ...retriesOf(sandbox, options.attempts),
    signerConstructor: Unsigned,
    ...fixedSettings,
  };
}

/**
 * Nobody checks a signature in this process: the header says who calls which service where, and has the form of one that is
 * signed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
class Unsigned implements RequestSigner {
  readonly #init: SignedWith;

  constructor(init: SignedWith) {
    this.#init = init;
  }

  async sign(request: HttpRequest): Promise<HttpRequest> {
    const { accessKeyId, sessionToken } = await provided(this.#init.credentials);
    const scope = `${accessKeyId}/20260105/${await provided(this.#init.region)}/${this.#init.service}/aws4_request`;
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    if (sessionToken !== undefined) request.headers["x-amz-security-token"] = sessionToken;
    return request;
  }
}

interface SignedWith {
  readonly credentials: AwsCredentialIdentity | Provider<AwsCredentialIdentity>;
  readonly region: string | Provider<string>;
  readonly service: string;
}

async function provided<T>(value: T | Provider<T>): Promise<T> {
  return value instanceof Function ? value() : value;
}

/** Without a logger the SDK takes one that does nothing, and makes what that would write for every call. */
const unheard = {} as Logger;

type FixedSettings = typeof fixedSettings;

/** What each client would look for in the environment and in files: the sandbox answers alike on every machine. */
const fixedSettings = {
  accountIdEndpointMode: "disabled",
  authSchemePreference: async (): Promise<string[]> => [],
  cacheMiddleware: true,
  defaultUserAgentProvider: async () => [],
  defaultsMode: "legacy",
  ignoreConfiguredEndpointUrls: true,
  logger: unheard,
  maxAttempts: 3,
  retryMode: "standard",
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: async () => undefined,
} as const;

/** The SDK waits in real time, which a clock that stands still knows nothing of. */
function retriesOf({ clock }: Sandbox, attempts: number | undefined): Pick<ClientConfig, "retryStrategy"> {
  if (attempts === undefined || !clock.standsStill) return {};
  return { retryStrategy: new ConfiguredRetryStrategy(attempts, 0) };
}

function credentialsOf(sandbox: Sandbox, principal: ConnectOptions["principal"]): Credentials {
  if (typeof principal === "string") return credentialsFor(sandbox, principal);
  return issueCredentials(sandbox, principal ?? administrator(sandbox));
}

async function send(
  sandbox: Sandbox,
  request: HttpRequest | ObjectRequest,
): Promise<HttpResponse | ObjectResponse> {
  if (!isObjectRequest(request)) return asHttp(await answer(sandbox, wireRequest(request)));
  const response = await answerObjects(sandbox, request);
  return isObjectResponse(response) ? response : asHttp(response);
}

function wireRequest(request: HttpRequest): WireRequest {
  return {
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: bytesOf(request.body),
    method: request.method,
    target: targetOf(request),
  };
}

function asHttp({ status, headers, body }: Reply): HttpResponse {
  return new HttpResponse({
    statusCode: status,
    headers: { ...headers },
    body: new TextEncoder().encode(body),
  });
}

function targetOf({ path, query }: HttpRequest): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) search.append(name, value ?? "");
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === "string" ? body : "");
}
