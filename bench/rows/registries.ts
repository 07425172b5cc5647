/** What asking a registry takes, beside one bare request to it over TLS, and what it takes while the answer counts. */
import { once } from "node:events";
import { get } from "node:https";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { look } from "../../packages/core/src/look.ts";
import { checkLogin, lookAtRegistry } from "../../packages/registry/src/index.ts";
import { accountId, home, project } from "../../tests/observe/support/account.ts";
import { createAuthority } from "../../tests/registry/support/certificates.ts";
import { dnsServer } from "../../tests/registry/support/dns-server.ts";
import { loopbackNetwork } from "../../tests/registry/support/network.ts";
import { httpsServer } from "../../tests/registry/support/tls-server.ts";
import { atMost, type Benchmark, median, type Say } from "../benchmark.ts";

const host = "registry.acme-builds.dev";
const login = { username: "ci", password: "canary-s3cret" };
const rounds = 60;

/** Times in that of a bare request of the same run; a look is one request and three questions to DNS, a check four requests. */
const lookMost = 3;
const checkMost = 8;
const cachedMost = 0.1;

export const benchmark: Benchmark = {
  about:
    "a look at a registry and the check of a login, first and while the answer counts, beside a bare request",
  async run(say) {
    const ends: (() => unknown)[] = [];
    try {
      return await measured(say, (end) => void ends.push(end));
    } finally {
      for (const end of ends) await end();
    }
  },
};

async function measured(say: Say, atEnd: (end: () => unknown) => void) {
  const { bare, lookOnce, checkOnce, lookAgain, counts } = await ways(atEnd);
  const times = { bare: [], look: [], check: [], cached: [] } as Record<Way, number[]>;
  await lookAgain();
  const before = counts();
  await lookOnce();
  const afterLook = counts();
  await checkOnce();
  const afterCheck = counts();
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await millisecondsOf(bare));
    times.look.push(await millisecondsOf(lookOnce));
    times.check.push(await millisecondsOf(checkOnce));
    times.cached.push(await millisecondsOf(lookAgain));
  }
  const [one, ...others] = (["bare", "look", "check", "cached"] as const).map((way) => median(times[way]));
  const [looked, checked, cached] = others.map((time) => time / (one ?? Number.NaN));
  say(`a bare request over TLS took ${one?.toFixed(1)} ms (median of ${rounds})`);
  const times_ = "times a bare request";
  return [
    atMost(lookMost, { name: "registry-look-cold", value: looked ?? Number.NaN, unit: times_ }),
    atMost(checkMost, { name: "login-check-cold", value: checked ?? Number.NaN, unit: times_ }),
    atMost(cachedMost, { name: "registry-look-cached", value: cached ?? Number.NaN, unit: times_ }),
    atMost(3, {
      name: "registry-look-questions",
      value: afterLook.questions - before.questions,
      unit: "questions to DNS",
    }),
    atMost(1, {
      name: "registry-look-requests",
      value: afterLook.requests - before.requests,
      unit: "requests",
    }),
    atMost(4, {
      name: "login-check-requests",
      value: afterCheck.requests - afterLook.requests,
      unit: "requests",
    }),
  ];
}

type Way = "bare" | "look" | "check" | "cached";

/** A registry on loopback that wants the login itself, and the ways to ask it. */
async function ways(atEnd: (end: () => unknown) => void) {
  const authority = createAuthority();
  let requests = 0;
  const { port } = await httpsServer(
    authority.issue([host]),
    ({ headers, url }, response) => {
      requests += 1;
      if (headers.authorization === undefined)
        return void response.writeHead(401, { "www-authenticate": `Basic realm="https://${host}/"` }).end();
      response.end(url?.includes("/manifests/") ? manifest : "{}");
    },
    "127.0.0.1",
    atEnd,
  );
  const dns = await dnsServer(() => ({ addresses: ["127.0.0.1"] }), atEnd);
  const options = {
    network: loopbackNetwork(dns, authority),
    from: "outside any VPC",
    now: () => new Date(),
  } as const;
  const image = { host, port, repository: "acme/web", tag: "1", digest: undefined };
  const ports = {
    projects: {
      read: async () => [project("web", { image: `${host}:${port}/acme/web:1` })],
      async *list() {
        yield ["web"];
      },
    },
    registries: {
      look: (registry: { host: string; port: number | undefined }) => lookAtRegistry(registry, options),
    },
    ledger: memoryLedger(),
    queue: { send: async () => undefined },
    clock: { now: () => new Date() },
  };
  return {
    bare: () => bareRequest(port, authority.cert),
    lookOnce: () => lookAtRegistry(image, options),
    checkOnce: () => checkLogin(image, login, options),
    lookAgain: () => look(sweep, ports, { ...place, projectPattern: "*" }),
    counts: () => ({ requests, questions: dns.asked.length }),
  };
}

const place = { account: accountId, region: home, regions: [home] };
const cause = { id: "1", event: "sweep", actor: "bench", time: "2026-01-05T09:00:00.000Z" };
const sweep = { kind: "sweep", account: place.account, region: place.region, cause } as const;

const manifest = JSON.stringify({
  schemaVersion: 2,
  manifests: [{ digest: `sha256:${"0".repeat(64)}`, platform: { os: "linux", architecture: "amd64" } }],
});

async function bareRequest(port: number, ca: string): Promise<void> {
  const request = get({ host: "127.0.0.1", port, servername: host, ca, agent: false, path: "/v2/" });
  const [response] = await once(request, "response");
  response.resume();
  await once(response, "end");
}

async function millisecondsOf(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}
