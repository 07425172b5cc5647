/** One AWS protocol, spoken from the server's side; every shape is read from the SDK's own schemas. */
import type { Service } from "../service.ts";
import { awsJson } from "./json.ts";
import { awsQuery } from "./query.ts";

/** A request as it comes in. Header names are in lower case. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The URL that the request was sent to, if it came over a socket. */
  readonly endpoint?: string;
}

interface WireCall {
  readonly operation: string;
  readonly input: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Protocol {
  /** The codes of errors differ between the two: `AccessDenied` and `AccessDeniedException`. */
  readonly family: "json" | "query";
  /** @throws SerializationException, UnknownOperationException and their like in AwsQuery */
  read(request: WireRequest): Promise<WireCall>;
  write(operation: string, output: unknown, requestId: string): Reply;
  fail(error: unknown, requestId: string): Reply;
}

/** What a client's config says about the protocol it speaks. */
export interface ProtocolSettings {
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: {
    readonly xmlNamespace?: string;
    readonly serviceTarget?: string;
    readonly awsQueryCompatible?: boolean;
  };
}

/** The protocol that the clients of the service speak, from such a client itself. */
export function protocolOf(service: Service): Protocol {
  const known = protocols.get(service);
  if (known) return known;
  const protocol = makeProtocol(service);
  protocols.set(service, protocol);
  return protocol;
}

const protocols = new WeakMap<Service, Protocol>();

function makeProtocol({ sdk, client }: Service): Protocol {
  const { protocol, protocolSettings } = client().config as ProtocolSettings;
  const id = protocol.getShapeId();
  if (id === "aws.protocols#awsQuery") return awsQuery(sdk, protocolSettings);
  if (id === "aws.protocols#awsJson1_0") return awsJson(sdk, "1.0", protocolSettings);
  if (id === "aws.protocols#awsJson1_1") return awsJson(sdk, "1.1", protocolSettings);
  throw new Error(`The sandbox does not speak ${id}.`);
}
