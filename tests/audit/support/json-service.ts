/** A service at the other end of the wire, for those that the sandbox does not serve. */
import { awsConnection } from "../../../packages/core/src/aws/index.ts";

export interface Received {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly input: Readonly<Record<string, unknown>>;
}

export type Answer = readonly [status: number, body: object];

/** Told by what it answers. */
export function service(answer: (received: Received) => Answer) {
  const received: Received[] = [];
  const connection = awsConnection(() => ({
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    requestHandler: {
      async handle(request: {
        hostname: string;
        path: string;
        headers: Record<string, string>;
        body?: string | Uint8Array;
      }) {
        const { hostname: host, path, headers } = request;
        const each = { host, path, headers, input: JSON.parse(textOf(request.body)) };
        received.push(each);
        const [statusCode, body] = answer(each);
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        return { response: { statusCode, headers: {}, body: bytes } };
      },
    },
  }));
  return { connection, received };
}

function textOf(body: string | Uint8Array = "{}"): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
