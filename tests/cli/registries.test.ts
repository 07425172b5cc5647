/** `audit --check-registries` and `explain --check-registry`: what this computer sees of the registries is in the diagnosis. */
import { expect, test } from "vitest";
import { awsError } from "../../packages/sandbox/src/index.ts";
import { createAuthority } from "../registry/support/certificates.ts";
import { type DnsAnswer, dnsServer } from "../registry/support/dns-server.ts";
import { loopbackNetwork } from "../registry/support/network.ts";
import { httpsServer } from "../registry/support/tls-server.ts";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

const authority = createAuthority();
const names = [
  "good.acme-builds.dev",
  "private.acme-builds.dev",
  "gone.acme-builds.dev",
  "silent.acme-builds.dev",
];

async function builtAccount() {
  const account = await createAccount();
  const { port, connections } = await httpsServer(authority.issue(names), (_, response) =>
    response.writeHead(401).end(),
  );
  const secret = await account.secret("hub", "all");
  for (const name of names) {
    const [project = ""] = name.split(".");
    await account.project(project, { image: `${name}:${port}/acme/web:1`, credential: secret });
  }
  await account.project("good-too", { image: `${names[0]}:${port}/acme/other:1`, credential: secret });
  await pullpass(account.sandbox, ["apply", "--all", "--yes"]);
  const answers: Record<string, DnsAnswer> = {
    "good.acme-builds.dev": { addresses: ["127.0.0.1"] },
    "private.acme-builds.dev": { addresses: ["10.0.0.7"] },
    "gone.acme-builds.dev": "NXDOMAIN",
  };
  const dns = await dnsServer(({ name }) => answers[name] ?? "SERVFAIL");
  return { ...account, dns, connections, internet: loopbackNetwork(dns, authority) };
}

interface Told {
  readonly name: string;
  readonly verdict: string;
  readonly unseen: readonly string[];
  readonly hangsOn: readonly string[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly blocks: boolean;
  }[];
}

test("an audit says of each registry what this computer sees, each asked once", async () => {
  const { sandbox, internet, connections, dns } = await builtAccount();
  const { out, code } = await pullpass(sandbox, ["audit", "--check-registries", "--format", "json"], {
    internet,
  });
  const projects: readonly Told[] = JSON.parse(out).projects;
  const told = projects.map(({ name, verdict, hangsOn, findings }) => {
    return [
      name,
      verdict,
      hangsOn,
      findings.map(({ rule, severity, blocks }) => `${rule} ${severity} ${blocks}`),
    ];
  });
  expect(told).toEqual([
    ["gone", "unknown", ["registry"], ["registry-unresolvable medium false"]],
    ["good", "pulls", [], []],
    ["good-too", "pulls", [], []],
    ["private", "unknown", ["registry"], ["registry-vpc-only medium false"]],
    ["silent", "pulls", [], []],
  ]);
  expect(projects.find(({ name }) => name === "silent")?.unseen).toContain("registry");
  expect(code).toBe(0);
  expect(connections()).toBe(1);
  expect(dns.asked.filter(({ name, type }) => name === names[0] && type === "A")).toHaveLength(1);
});

test("an audit that is not told to asks no network", async () => {
  const { sandbox, internet, connections, dns } = await builtAccount();
  await pullpass(sandbox, ["audit"], { internet });
  await pullpass(sandbox, ["explain", "good"], { internet });
  expect(dns.asked).toEqual([]);
  expect(connections()).toBe(0);
});

test("explain shows the link of the registry, and from where it was looked", async () => {
  const { sandbox, internet } = await builtAccount();
  const { out } = await pullpass(sandbox, ["explain", "good", "--check-registry"], { internet });
  expect(out).toContain(
    "registry good.acme-builds.dev: 127.0.0.1 answered 401 to /v2/ over TLS, seen from this computer, whose network is not CodeBuild's",
  );
  const { out: other } = await pullpass(sandbox, ["explain", "private", "--check-registry"], { internet });
  expect(other).toContain("Project private may or may not be able to pull its image");
  expect(other).toContain("has private addresses alone, seen from this computer");
});

test("an audit that may not ask Route 53 says so of the registries that are not reached, and of nothing else", async () => {
  const { sandbox, internet } = await builtAccount();
  sandbox.before(({ service }) => {
    if (service === "route53") throw awsError("AccessDenied", "User: x is not authorized", 403);
  });
  const args = ["audit", "--check-registries", "--format", "json"];
  const { out, code } = await pullpass(sandbox, args, { internet });
  expect(code).toBe(0);
  const projects: readonly {
    readonly name: string;
    readonly findings: readonly { readonly evidence: unknown }[];
  }[] = JSON.parse(out).projects;
  const unread = "could not be read: route53:ListHostedZonesByName is not allowed";
  const said = projects.filter(({ findings }) => JSON.stringify(findings).includes(unread));
  expect(said.map(({ name, findings }) => [name, findings.length])).toEqual([
    ["gone", 1],
    ["private", 1],
  ]);
  expect(sandbox.calls.filter(({ service }) => service === "route53")).toHaveLength(1);
});
