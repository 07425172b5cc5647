/** What is said of a registry is what its DNS, its address, its certificate and its answer say. */
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { RegistrySight } from "../../packages/core/src/index.ts";
import { lookAtRegistry, registryLooks } from "../../packages/registry/src/index.ts";
import { createAuthority } from "./support/certificates.ts";
import { type DnsAnswer, dnsServer } from "./support/dns-server.ts";
import { loopbackNetwork } from "./support/network.ts";
import { httpsServer, listening } from "./support/tls-server.ts";

const authority = createAuthority();
const host = "registry.acme-builds.dev";
const certified = authority.issue([host]);
const at = "2026-11-24T12:00:00.000Z";

/** The host's name leads to `answers`; nothing else is known. */
async function look(
  answers: DnsAnswer,
  port: number | undefined,
  { name = host, limits = {} }: { name?: string; limits?: Parameters<typeof loopbackNetwork>[2] } = {},
): Promise<RegistrySight> {
  const dns = await dnsServer(() => answers);
  const network = loopbackNetwork(dns, authority, limits);
  return lookAtRegistry({ host: name, port }, { network, from: "this computer", now: () => new Date(at) });
}

test.each([200, 401])("a registry that answers %i over TLS is reached", async (status) => {
  const paths: (string | undefined)[] = [];
  const { port } = await httpsServer(certified, (request, response) => {
    paths.push(`${request.method} ${request.url} ${request.headers.host} ${request.headers.authorization}`);
    response.writeHead(status).end("{}");
  });
  expect(await look({ addresses: ["127.0.0.1"] }, port)).toEqual({
    host,
    endpoint: `${host}:${port}`,
    from: "this computer",
    at,
    aliases: [],
    addresses: [{ address: "127.0.0.1" }],
    outcome: { kind: "answers", address: "127.0.0.1", status },
  });
  expect(paths).toEqual([`GET /v2/ ${host}:${port} undefined`]);
});

test("a registry of an address alone is reached by a certificate for the address", async () => {
  const { port } = await httpsServer(authority.issue(["127.0.0.1"]), (_, response) =>
    response.writeHead(401).end(),
  );
  const { outcome } = await look("SERVFAIL", port, { name: "127.0.0.1" });
  expect(outcome).toEqual({ kind: "answers", address: "127.0.0.1", status: 401 });
});

test.each([
  [["10.0.0.7"], "10.0.0.7 is a private address (RFC 1918)"],
  [["10.0.0.7", "192.168.0.7"], "10.0.0.7 is a private address (RFC 1918)"],
  [["fd00:0:0:0:0:0:0:7"], "fd00::7 is a unique-local address (RFC 4193)"],
  [["169.254.169.254"], "169.254.169.254 is a link-local address (RFC 3927)"],
  [["100.64.0.1"], "100.64.0.1 is a shared address behind a carrier's NAT (RFC 6598)"],
  [["0:0:0:0:0:ffff:a00:7"], "10.0.0.7 is a private address (RFC 1918)"],
])("a name of %j alone is private, and nothing is contacted", async (addresses, why) => {
  const { outcome, ...sight } = await look({ addresses }, undefined);
  expect(outcome).toMatchObject({ kind: "private", why: expect.stringContaining(why) });
  expect(sight.addresses).toHaveLength(addresses.length);
});

test("of mixed addresses the public one is asked, and the private one told", async () => {
  const { port } = await httpsServer(certified, (_, response) => response.writeHead(200).end());
  const { outcome, addresses } = await look({ addresses: ["10.0.0.7", "127.0.0.1"] }, port);
  expect(outcome).toEqual({ kind: "answers", address: "127.0.0.1", status: 200 });
  expect(addresses).toEqual([
    { address: "10.0.0.7", why: "10.0.0.7 is a private address (RFC 1918)" },
    { address: "127.0.0.1" },
  ]);
});

test("the names that the host leads to are told, and a ring of them ends", async () => {
  const dns = await dnsServer(({ name, type }): DnsAnswer => {
    const alias = name === host ? "lb.acme-builds.dev" : host;
    return type === "CNAME" ? { alias } : { alias, addresses: ["10.0.0.7"] };
  });
  const network = loopbackNetwork(dns, authority);
  const sight = await lookAtRegistry(
    { host, port: undefined },
    { network, from: "this computer", now: () => new Date(at) },
  );
  expect(sight.aliases).toEqual(["lb.acme-builds.dev", host]);
  expect(sight.outcome.kind).toBe("private");
});

test.each([
  ["NXDOMAIN", { kind: "unresolvable", answer: "no-such-name" }],
  [{ addresses: [] }, { kind: "unresolvable", answer: "no-address" }],
  ["SERVFAIL", { kind: "unknown", why: "the DNS server could not find out (SERVFAIL)" }],
  ["REFUSED", { kind: "unknown", why: "the DNS server refused to answer (REFUSED)" }],
  ["silence", { kind: "unknown", why: "the DNS server did not answer in time" }],
] as const)("DNS answers %j", async (answer, outcome) => {
  expect((await look(answer, undefined, { limits: { dnsMs: 50 } })).outcome).toEqual(outcome);
});

test("an answer that is none is not taken for one", async () => {
  expect((await look("garbage", undefined, { limits: { dnsMs: 50 } })).outcome.kind).toBe("unknown");
});

test("that there is no address, both kinds of addresses have to say", async () => {
  const dns = await dnsServer(({ type }) => (type === "A" ? { addresses: [] } : "SERVFAIL"));
  const network = loopbackNetwork(dns, authority);
  const sight = await lookAtRegistry(
    { host, port: undefined },
    { network, from: "this computer", now: () => new Date(at) },
  );
  expect(sight.outcome).toEqual({ kind: "unknown", why: "the DNS server could not find out (SERVFAIL)" });
});

test("one kind of address is enough", async () => {
  const { port } = await httpsServer(certified, (_, response) => response.writeHead(401).end());
  const dns = await dnsServer(({ type }) => (type === "A" ? { addresses: ["127.0.0.1"] } : "SERVFAIL"));
  const network = loopbackNetwork(dns, authority);
  const sight = await lookAtRegistry(
    { host, port },
    { network, from: "this computer", now: () => new Date(at) },
  );
  expect(sight.outcome.kind).toBe("answers");
});

test("where nothing listens, the connection is refused", async () => {
  const server = createServer();
  const { port } = await listening(server);
  server.close();
  await once(server, "close");
  const gone = createServer();
  onTestFinished(() => void gone.close());
  expect((await look({ addresses: ["127.0.0.1"] }, port)).outcome).toEqual({
    kind: "unreachable",
    how: "refused",
    why: "127.0.0.1 refused the connection",
  });
});

test("what takes connections and says nothing times out", async () => {
  const { port } = await listening(createServer());
  expect((await look({ addresses: ["127.0.0.1"] }, port, { limits: { connectMs: 50 } })).outcome).toEqual({
    kind: "unreachable",
    how: "timed-out",
    why: "127.0.0.1 did not answer in time",
  });
});

test("what speaks no TLS is told from what is not there", async () => {
  const plain = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const { port } = await listening(plain);
  expect((await look({ addresses: ["127.0.0.1"] }, port)).outcome).toMatchObject({
    kind: "unreachable",
    how: "no-tls",
  });
});

const past = new Date("2024-01-01T00:00:00Z");
const future = new Date("2048-01-01T00:00:00Z");

test.each([
  ["wrong-name", authority.issue(["other.acme-builds.dev"])],
  ["expired", authority.issue([host], { from: past, to: new Date("2024-02-01T00:00:00Z") })],
  ["not-yet-valid", authority.issue([host], { from: future, to: new Date("2049-01-01T00:00:00Z") })],
  ["unknown-authority", createAuthority("Somebody else").issue([host])],
  ["self-signed", createAuthority(host)],
] as const)("a certificate that is not good: %s", async (fault, bad) => {
  const answered: unknown[] = [];
  const { port } = await httpsServer(bad, (_, response) => {
    answered.push(response);
    response.end();
  });
  expect((await look({ addresses: ["127.0.0.1"] }, port)).outcome).toMatchObject({
    kind: "certificate",
    fault,
  });
  expect(answered).toEqual([]);
});

test.each([404, 403, 500])("whether %i is a registry's answer cannot be told", async (status) => {
  const { port } = await httpsServer(certified, (_, response) => response.writeHead(status).end());
  const { outcome } = await look({ addresses: ["127.0.0.1"] }, port);
  expect(outcome).toEqual({
    kind: "unknown",
    why: `127.0.0.1 answered ${status} to /v2/, which a registry answers with 200 or 401`,
  });
});

test("each registry is looked at once, and not more of them than is allowed", async () => {
  const dns = await dnsServer(() => "NXDOMAIN");
  const options = {
    network: loopbackNetwork(dns, authority),
    from: "this computer",
    now: () => new Date(at),
  } as const;
  const look = registryLooks({ ...options, registriesMax: 2 });
  const names = [host, host, host.toUpperCase(), "two.acme-builds.dev", "three.acme-builds.dev"];
  const sights = await Promise.all(names.map((name) => look({ host: name, port: undefined })));
  expect(sights.map(({ outcome }) => outcome.kind)).toEqual([
    "unresolvable",
    "unresolvable",
    "unresolvable",
    "unresolvable",
    "unknown",
  ]);
  expect(dns.asked.filter(({ type }) => type === "A").map(({ name }) => name)).toEqual([
    host,
    "two.acme-builds.dev",
  ]);
});

test("Docker Hub is asked where its registry is", async () => {
  const dns = await dnsServer(() => "NXDOMAIN");
  const network = loopbackNetwork(dns, authority);
  const sight = await lookAtRegistry(
    { host: "docker.io", port: undefined },
    { network, from: "outside any VPC", now: () => new Date(at) },
  );
  expect(sight).toMatchObject({ host: "docker.io", endpoint: "registry-1.docker.io:443" });
  expect(new Set(dns.asked.map(({ name }) => name))).toEqual(new Set(["registry-1.docker.io"]));
});
