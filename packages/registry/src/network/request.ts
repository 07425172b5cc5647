/** One HTTP request over TLS to a judged host: no redirects, no proxies, no decoding, all of it bounded. */
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { isIPv6 } from "node:net";
import type { TLSSocket } from "node:tls";
import { type ConnectFault, connectTls } from "./connect.ts";
import type { Network } from "./network.ts";
import type { JudgedHost } from "./resolve.ts";
import type { Way } from "./way.ts";

export interface HttpQuestion {
  readonly host: Extract<JudgedHost, { kind: "public" }>;
  readonly port: number;
  readonly method: "GET" | "HEAD";
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it is more than the network's limit says. */
  readonly bodyBytes?: number;
}

export type HttpAnswer =
  | {
      readonly kind: "answered";
      readonly address: string;
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Uint8Array;
    }
  | ConnectFault
  /** TLS, and then nothing that can be read as an answer. */
  | { readonly kind: "unreadable"; readonly why: string };

/** Of several addresses the first that takes the connection answers. */
export async function ask(
  question: HttpQuestion,
  { network, signal }: Pick<Way, "network" | "signal">,
): Promise<HttpAnswer> {
  let fault: ConnectFault | undefined;
  for (const address of question.host.reachable.slice(0, network.limits.addresses)) {
    const place = { host: question.host.host, port: question.port };
    const connected = await connectTls(address, place, network, signal);
    if (connected.kind === "connected") return exchange(connected.socket, address, question, network, signal);
    // That one address cannot be reached from here says less than what another one answered.
    if (fault === undefined || fault.kind === "no-way") fault = connected;
    if (connected.kind === "certificate") break;
  }
  return fault ?? { kind: "no-way", why: "there is no address to connect to" };
}

function exchange(
  socket: TLSSocket,
  address: string,
  { host, port, method, path, headers, bodyBytes }: HttpQuestion,
  { limits }: Network,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const give = (answer: HttpAnswer) => {
      signal.removeEventListener("abort", late);
      socket.destroy();
      resolve(answer);
    };
    const late = () =>
      give({ kind: "timed-out", why: `${address} took the connection, and did not answer in time` });
    if (signal.aborted) return late();
    signal.addEventListener("abort", late, { once: true });
    const asked = request({
      createConnection: () => socket,
      method,
      path,
      headers: {
        host: authority(host.host, port),
        "user-agent": "pullpass",
        "accept-encoding": "identity",
        connection: "close",
        ...headers,
      },
      maxHeaderSize: limits.headerBytes,
      // Whatever NODE_OPTIONS says.
      insecureHTTPParser: false,
    });
    const ended = () => give({ kind: "closed", why: `${address} closed the connection without an answer` });
    asked.on("error", ({ code = "" }: NodeJS.ErrnoException) => give(unreadable(code, address)));
    asked.once("close", ended);
    asked.on("upgrade", () =>
      give({ kind: "unreadable", why: "it answered with another protocol than HTTP" }),
    );
    asked.on("response", async (message) => {
      asked.off("close", ended);
      const body = await bodyOf(message, bodyBytes ?? limits.bodyBytes);
      give(
        body === undefined
          ? {
              kind: "unreadable",
              why: "its answer was cut off, is encoded, or is longer than any registry's",
            }
          : { kind: "answered", address, status: message.statusCode ?? 0, headers: message.headers, body },
      );
    });
    asked.end();
  });
}

/** As it was sent: what is compressed is not unpacked, however small it came. */
async function bodyOf(message: IncomingMessage, bytesMax: number): Promise<Uint8Array | undefined> {
  const encoding = message.headers["content-encoding"] ?? "identity";
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of message) {
      size += chunk.length;
      if (size > bytesMax) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return encoding === "identity" || size === 0 ? Buffer.concat(chunks) : undefined;
}

function unreadable(code: string, address: string): HttpAnswer {
  if (code === "HPE_HEADER_OVERFLOW")
    return { kind: "unreadable", why: "the headers of its answer are too long" };
  return code.startsWith("HPE_")
    ? { kind: "unreadable", why: "it did not answer with HTTP" }
    : { kind: "closed", why: `${address} closed the connection without an answer` };
}

/** A host with its port, as the header and addresses have it; the usual port is left out. */
export function authority(host: string, port: number): string {
  const name = isIPv6(host) ? `[${host}]` : host;
  return port === 443 ? name : `${name}:${port}`;
}
