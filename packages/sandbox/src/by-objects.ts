/**
 * The protocol of clients in this process: what they send and get is copied by its schema, as it would arrive over the wire. To write and
 * read bytes is most of the work of a small call. Failures are bytes all the same, and so is what only the wire tells.
 */
import type { HttpRequest, HttpResponse } from "@smithy/core/protocols";
import type {
  $ClientProtocol,
  $ClientProtocolCtor,
  $OperationSchema,
  $SchemaRef,
  AuthScheme,
  AwsCredentialIdentity,
  Provider,
  SerdeFunctions,
} from "@smithy/types";
import { notServed, whoCalls } from "./endpoint.ts";
import { LostReply } from "./errors.ts";
import { makeQuickToCopy } from "./quick-to-copy.ts";
import type { Sandbox } from "./sandbox.ts";
import { findServed } from "./served.ts";
import type { Service } from "./service.ts";
import { carried, NotCarried, type Way } from "./wire/carried.ts";
import type { Reply } from "./wire/protocol.ts";
import { protocolOf } from "./wire/protocol-of.ts";

/** A call on its way to the sandbox. The SDK's steps for HTTP requests leave it as it is. */
export interface ObjectRequest {
  readonly service: Service;
  readonly operation: $OperationSchema;
  readonly input: unknown;
  readonly accessKeyId: string;
  readonly region: string;
}

/** What came of one that did not fail. */
export interface ObjectResponse {
  readonly requestId: string;
  readonly output: object;
}

/** What the SDK hands over with each call: the client's configuration is among it. */
interface Context {
  readonly authSchemes?: readonly AuthScheme[];
  readonly credentials: Provider<AwsCredentialIdentity>;
  readonly defaultSigningName: string;
  readonly region: Provider<string>;
}

type Wire = $ClientProtocol<HttpRequest, HttpResponse>;
type WireClass = $ClientProtocolCtor<HttpRequest, HttpResponse>;
type Arguments<Method extends "serializeRequest" | "deserializeResponse"> = Parameters<Wire[Method]>;

/** For a client's configuration. */
export function byObjects(sandbox: Sandbox): WireClass {
  class ByObjects {
    readonly #settings: unknown;
    #context: SerdeFunctions | undefined;
    #wire: Wire | undefined;

    constructor(settings: unknown) {
      this.#settings = settings;
    }

    /** The SDK hands over the client's configuration, once it is complete. */
    setSerdeContext(context: SerdeFunctions): void {
      makeQuickToCopy(context);
      this.#context = context;
    }

    /** @throws UnknownOperationException for a service that the sandbox does not have */
    async serializeRequest(...call: Arguments<"serializeRequest">): Promise<HttpRequest | ObjectRequest> {
      const [operation, given, context] = call;
      const { authSchemes, credentials, defaultSigningName, region } = configured(context);
      const service = await serviceNamed(defaultSigningName);
      const input = isRpc(operation) ? asObject(service, operation.input, given, "in") : undefined;
      if (input === undefined) return this.#wireOf(service).serializeRequest(...call);
      const { accessKeyId } = await credentials();
      return {
        ...{ service, operation, input, accessKeyId },
        region: authSchemes?.[0]?.signingRegion ?? (await region()),
      };
    }

    async deserializeResponse(...call: Arguments<"deserializeResponse">): Promise<object> {
      const [, context, response] = call;
      if (isObjectResponse(response)) {
        const { output, requestId } = response;
        return { ...output, $metadata: { httpStatusCode: 200, requestId } };
      }
      const service = await serviceNamed(configured(context).defaultSigningName);
      return this.#wireOf(service).deserializeResponse(...call);
    }

    #wireOf({ client }: Service): Wire {
      if (this.#wire === undefined) {
        const { protocol } = client().config as { readonly protocol: Wire };
        this.#wire = new (protocol.constructor as WireClass)(this.#settings);
        if (this.#context !== undefined) this.#wire.setSerdeContext(this.#context);
      }
      return this.#wire;
    }
  }

  async function serviceNamed(signingName: string): Promise<Service> {
    const service = await findServed(sandbox, signingName);
    if (service === undefined) throw notServed(signingName, sandbox);
    return service;
  }

  // what else a protocol has the SDK does not ask for
  return ByObjects as unknown as WireClass;
}

export function isObjectRequest(request: HttpRequest | ObjectRequest): request is ObjectRequest {
  return "operation" in request;
}

export function isObjectResponse(
  response: HttpResponse | Reply | ObjectResponse,
): response is ObjectResponse {
  return "output" in response;
}

/** The SDK puts the client's configuration in. */
function configured(context: unknown): Context {
  return context as Context;
}

/** In REST's protocols a member may be a header, a part of the path or the whole body. */
function isRpc({ traits }: $OperationSchema): boolean {
  return typeof traits !== "object" || traits.http === undefined;
}

/**
 * Carries the call out.
 * @throws LostReply when it was carried out and its reply was lost
 */
export async function answerObjects(
  sandbox: Sandbox,
  { service, operation, input, ...who }: ObjectRequest,
): Promise<ObjectResponse | Reply> {
  const requestId = sandbox.ids.uuid();
  const protocol = protocolOf(service);
  try {
    const from = { ...whoCalls(sandbox, who, protocol), requestId };
    const output = (await sandbox.call(service.signingName, operation.name, input, from)) ?? {};
    const objects = asObject(service, operation.output, output, "out");
    return objects ? { requestId, output: objects } : protocol.write(operation.name, output, requestId);
  } catch (error) {
    if (error instanceof LostReply) throw error;
    return protocol.fail(error, requestId);
  }
}

/** Undefined where only the wire tells what arrives. */
function asObject(service: Service, schema: $SchemaRef, value: unknown, way: Way): object | undefined {
  try {
    return carried(schema, value, way, protocolOf(service).family);
  } catch (error) {
    if (error instanceof NotCarried) return undefined;
    throw error;
  }
}
