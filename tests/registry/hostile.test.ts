/** Whoever writes an image's name aims the look at its registry: it reaches no private address, and it ends. */
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { lookAtRegistry } from "../../packages/registry/src/index.ts";
import { createAuthority } from "./support/certificates.ts";
import { type DnsAnswer, type DnsQuestion, dnsServer } from "./support/dns-server.ts";
import { loopbackNetwork } from "./support/network.ts";
import { httpsServer, listening, tlsServer } from "./support/tls-server.ts";

const authority = createAuthority();
const host = "registry.acme-builds.dev";
const certified = authority.issue([host, "other.acme-builds.dev"]);
const from = "this computer";
const now = () => new Date("2026-11-24T12:00:00.000Z");

async function look(
  port: number,
  {
    answer = () => ({ addresses: ["127.0.0.1"] }),
    limits = {},
    name = host,
  }: {
    answer?: (question: DnsQuestion) => DnsAnswer;
    limits?: Parameters<typeof loopbackNetwork>[2];
    name?: string;
  } = {},
) {
  const dns = await dnsServer(answer);
  const sight = await lookAtRegistry(
    { host: name, port },
    { network: loopbackNetwork(dns, authority, limits), from, now },
  );
  return { ...sight, dns };
}

/** A host that is not to be contacted, and counts who does. */
function forbidden() {
  return httpsServer(certified, (_, response) => response.writeHead(200).end(), "127.0.0.2");
}

test("a name that turns private after its first answer is connected to at the judged address alone", async () => {
  const secret = await forbidden();
  const { port } = await httpsServer(certified, (_, response) => {
    response.writeHead(307, { location: `https://${host}:${port}/v2/?again` }).end();
  });
  const rebinding = ({ before }: DnsQuestion): DnsAnswer => ({
    addresses: [before === 0 ? "127.0.0.1" : "127.0.0.2"],
  });
  const { dns, outcome } = await look(port, { answer: rebinding });
  expect(outcome).toMatchObject({ kind: "unknown", why: "it redirects again and again" });
  expect(dns.asked.filter(({ type }) => type === "A")).toHaveLength(1);
  expect(secret.connections()).toBe(0);
});

describe("redirects", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://[::ffff:169.254.169.254]/",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://localhost/",
    "https://metadata.google.internal/",
    "https://168.63.129.16/",
    "https://me:password@other.acme-builds.dev/",
    "https://other.acme-builds.dev:22/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "//169.254.169.254/",
    "https://[",
  ])("none is followed to %s", async (location) => {
    const { port } = await httpsServer(certified, (_, response) =>
      response.writeHead(302, { location }).end(),
    );
    const { outcome, dns } = await look(port);
    expect(outcome).toMatchObject({ kind: "unknown", why: expect.stringMatching(/^it redirects to /) });
    expect(new Set(dns.asked.map(({ name }) => name))).toEqual(new Set([host]));
  });

  test("none is followed to a name that leads to a private address", async () => {
    const secret = await forbidden();
    const { port } = await httpsServer(certified, (_, response) =>
      response.writeHead(302, { location: `https://other.acme-builds.dev:${secret.port}/` }).end(),
    );
    const { outcome } = await look(port, {
      answer: ({ name }) => ({ addresses: [name === host ? "127.0.0.1" : "127.0.0.2"] }),
    });
    expect(outcome.kind).toBe("unknown");
    expect(secret.connections()).toBe(0);
  });

  test("one is followed to another public host", async () => {
    const other = await httpsServer(certified, (_, response) => response.writeHead(401).end());
    const { port } = await httpsServer(certified, (_, response) =>
      response.writeHead(302, { location: `https://other.acme-builds.dev:${other.port}/v2/` }).end(),
    );
    expect((await look(port)).outcome.kind).toBe("answers");
  });
});

test.each([1, 22, 25, 80, 442, 444, 1_023, 65_536, 99_999])(
  "port %i is not contacted, and DNS is not asked",
  async (port) => {
    const { outcome, dns } = await look(port);
    expect(outcome.kind).toBe("unknown");
    expect(dns.asked).toEqual([]);
  },
);

test.each([
  "169.254.169.254",
  "::1",
  "fd00:ec2::254",
  "168.63.129.16",
  "10.0.0.7",
  "localhost",
  "registry",
  "2130706433",
])("%s is never contacted, and DNS is not asked", async (name) => {
  const { dns, outcome } = await look(443, { name });
  expect(outcome.kind).toBe("private");
  expect(dns.asked).toEqual([]);
});

describe("answers", () => {
  const within = { limits: { totalMs: 300 } };

  test("endless headers end", async () => {
    const { port } = await tlsServer(certified, (socket) => {
      socket.write("HTTP/1.1 401 Unauthorized\r\n");
      const more = () => void socket.write(`x-more: ${"a".repeat(1_000)}\r\n`, (error) => error || more());
      more();
    });
    expect((await look(port)).outcome).toEqual({
      kind: "unknown",
      why: "the headers of its answer are too long",
    });
  });

  test("a huge WWW-Authenticate is not read", async () => {
    const { port } = await tlsServer(certified, (socket) => {
      socket.write(
        `HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Bearer realm="${"a".repeat(1_000_000)}"\r\n\r\n`,
      );
    });
    expect((await look(port)).outcome).toEqual({
      kind: "unknown",
      why: "the headers of its answer are too long",
    });
  });

  test("endless interim answers end", async () => {
    const { port } = await tlsServer(certified, (socket) => {
      const more = () =>
        void socket.write("HTTP/1.1 103 Early Hints\r\n\r\n", (error) => error || setImmediate(more));
      more();
    });
    expect((await look(port, within)).outcome).toMatchObject({ kind: "unreachable", how: "timed-out" });
  });

  test("a slow drip ends with the time that all of it may take", async () => {
    const { port } = await tlsServer(certified, (socket) => {
      const drip = setInterval(() => socket.write("H"), 20);
      socket.once("close", () => clearInterval(drip));
      socket.write("HTTP/1.1 401 ");
    });
    expect((await look(port, within)).outcome).toMatchObject({ kind: "unreachable", how: "timed-out" });
  });

  test("a body without end ends", async () => {
    const { port } = await httpsServer(certified, (_, response) => {
      response.writeHead(401);
      const more = () => void response.write("a".repeat(10_000), (error) => error || more());
      more();
    });
    expect((await look(port)).outcome).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining("longer than"),
    });
  });

  test("what is packed stays packed", async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    expect(bomb.length).toBeLessThan(65_536);
    const { port } = await httpsServer(certified, (_, response) =>
      response.writeHead(401, { "content-encoding": "gzip" }).end(bomb),
    );
    expect((await look(port)).outcome).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining("encoded"),
    });
  });

  test.each([
    ["no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na"],
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"],
  ])("%s is no answer", async (_, bytes) => {
    const { port } = await tlsServer(certified, (socket) => void socket.write(bytes));
    expect((await look(port)).outcome.kind).toBe("unknown");
  });

  test("a connection that is closed in the middle is told as such", async () => {
    const { port } = await tlsServer(certified, (socket) => void socket.end("HTTP/1.1 200"));
    expect((await look(port)).outcome).toMatchObject({ kind: "unreachable", how: "closed" });
  });
});

test("a host with a thousand addresses is asked at a few", async () => {
  const addresses = ["127.0.0.1", ...Array.from({ length: 20 }, () => "127.0.0.1")];
  const silent = await listening(createServer((socket) => socket.destroy()));
  const { outcome } = await look(silent.port, { answer: () => ({ addresses }) });
  expect(outcome.kind).toBe("unreachable");
  expect(silent.connections()).toBeLessThanOrEqual(3);
});

test("the environment's proxies and its word on certificates count for nothing", async () => {
  const proxy = await forbidden();
  const set = {
    HTTPS_PROXY: `http://127.0.0.2:${proxy.port}`,
    NODE_USE_ENV_PROXY: "1",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  };
  const before = Object.keys(set).map((name) => [name, process.env[name]] as const);
  const warned = process.listeners("warning");
  try {
    process.removeAllListeners("warning");
    Object.assign(process.env, set);
    const { port } = await httpsServer(createAuthority(host), (_, response) => response.writeHead(200).end());
    expect((await look(port)).outcome).toMatchObject({ kind: "certificate", fault: "self-signed" });
    expect(proxy.connections()).toBe(0);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    for (const listener of warned) process.on("warning", listener);
  }
});
