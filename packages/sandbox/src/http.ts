import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer } from "./endpoint.ts";
import type { Sandbox } from "./sandbox.ts";

export interface ListenOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Whoever reaches the port is an administrator, so nobody else's machine may. */
  readonly host: "127.0.0.1" | "::1";
}

export interface Listening {
  /** For `--endpoint-url` and `AWS_ENDPOINT_URL`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the account over HTTP, for the AWS CLI and any SDK.
 * @throws Error if the port is taken or may not be used, or the host is not this machine
 */
export async function listen(sandbox: Sandbox, { port, host }: ListenOptions): Promise<Listening> {
  if (!loopback.includes(host)) throw new Error(`The sandbox listens on this machine only, not on ${host}.`);
  const server = createServer((request, response) => void serve(sandbox, request, response));
  await start(server, port, host);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    close: () => stop(server),
  };
}

const loopback: readonly string[] = ["127.0.0.1", "::1"];

/** Above the largest body of any service: 1 MiB for EventBridge and SQS. */
const largestBody = 4 * 1024 * 1024;

function start(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new Error(refusal(cause, `${host}:${port}`), { cause })),
    );
    server.listen(port, host, resolve);
  });
}

function refusal({ code, message }: NodeJS.ErrnoException, address: string): string {
  if (code === "EADDRINUSE") return `${address} is in use; choose another port, or 0 for any free one.`;
  return `Cannot listen on ${address}: ${message}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (!isThisMachine(request.headers.host)) return misdirected(response);
    const body = await read(request);
    if (!body) return tooLarge(response);
    const headers = headersOf(request);
    const { method = "", url: target = "" } = request;
    const endpoint = `http://${headers.host}`;
    const reply = await answer(sandbox, { headers, body, method, target, endpoint });
    response.writeHead(reply.status, reply.headers).end(reply.body);
  } catch {
    // the caller is gone, or a hook lost the reply
    response.destroy();
  }
}

/**
 * A page in a browser can point its own name at this machine (DNS rebinding) and then read what is served; the Host header
 * still says that name.
 */
function isThisMachine(host = ""): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
}

function misdirected(response: ServerResponse): void {
  refuse(response, 421, {
    __type: "MisdirectedRequestException",
    message: "The Host header names another machine; use 127.0.0.1, localhost or [::1].",
  });
}

async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(response: ServerResponse): void {
  const message = `The body is larger than ${largestBody} bytes.`;
  refuse(response, 413, { __type: "RequestEntityTooLargeException", message });
}

function refuse(response: ServerResponse, status: number, error: Readonly<Record<string, string>>): void {
  response
    .writeHead(status, { "content-type": "application/x-amz-json-1.1", connection: "close" })
    .end(JSON.stringify(error));
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
}
