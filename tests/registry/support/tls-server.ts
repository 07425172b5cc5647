/** Servers on loopback that a registry's name leads to: HTTPS, or whatever bytes a test likes behind TLS. */
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certified } from "./certificates.ts";

export interface TestServer {
  readonly port: number;
  /** How many TCP connections it was given. */
  connections(): number;
}

export function httpsServer(
  certified: Certified,
  listener: RequestListener,
  address = "127.0.0.1",
  atEnd?: AtEnd,
) {
  return listening(createHttpsServer({ ...certified }, listener), address, atEnd);
}

/** What is behind the handshake is the test's. */
export function tlsServer(
  certified: Certified,
  onSocket: (socket: TLSSocket) => void,
  address = "127.0.0.1",
) {
  const server = createTlsServer({ ...certified }, (socket) => {
    socket.on("error", () => undefined);
    onSocket(socket);
  });
  return listening(server, address);
}

type AtEnd = (end: () => Promise<void>) => void;

/** Closed with all its connections once the test is over, or when whoever is given `end` in its place asks for it. */
export async function listening(
  server: Server,
  address = "127.0.0.1",
  atEnd: AtEnd = onTestFinished,
): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, address);
  await once(server, "listening");
  atEnd(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}
