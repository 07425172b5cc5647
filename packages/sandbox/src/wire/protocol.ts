/** One AWS protocol, spoken from the server's side; every shape is read from the SDK's own schemas. */

/** A request as it comes in. Header names are in lower case. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** `GET` */
  readonly method?: string;
  /** The path and what follows it: `/2015-03-31/functions?MaxItems=10`. */
  readonly target?: string;
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
