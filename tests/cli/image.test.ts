import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { createAuthority } from "../registry/support/certificates.ts";
import { type DnsAnswer, dnsServer } from "../registry/support/dns-server.ts";
import { loopbackNetwork } from "../registry/support/network.ts";
import { httpsServer } from "../registry/support/tls-server.ts";
import { createAccount } from "./support/account.ts";
import { home, pullpass } from "./support/run.ts";

test("the help says what is accepted, what comes out, and how it is used", async () => {
  const { out } = await pullpass(undefined, ["image", "--help"]);
  expect(out).toMatchInlineSnapshot(`
    "Usage: pullpass image [options] <reference>

    show how an image reference is read, and whether its registry can be reached from here

    Arguments:
      reference           as in a project: nginx, registry.example.com/team/app:1.2, aws/codebuild/standard:7.0

    Options:
      --format <form>     how to show it (choices: "text", "json", default: "text")
      --json              the same as --format json
      --offline           ask no network: judge the text alone
      --private-zones     where it cannot be reached, ask Route 53 for the private hosted zones of its name
      -h, --help          display help for command

    Global Options:
      --profile <name>    profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>     AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --role-arn <arn>    look at an account as this role, which your credentials may assume
      --external-id <id>  what the trust policy of that role asks for
      -q, --quiet         print only the answer, and what is wrong: no progress, notes or hints
      --debug             tell errors with their stack
      -V, --version       output the version number

    No login is sent, and nothing is asked of AWS but what --private-zones wants. The registry's name is looked up, and its address
    is asked for /v2/ over TLS, as Docker begins; private addresses are not contacted. What this computer sees, CodeBuild's
    network may see otherwise.

    Examples:
      pullpass image ghcr.io/acme/builder:2
      pullpass image registry.corp.example/app --private-zones
      pullpass image 10.0.0.7:5000/app --offline --json | jq .findings

    Exit code:
      0  it is an image reference, also one with findings
      1  it is none
      2  the command was not understood
    "
  `);
});

test("a private hosted zone of the account that has the name is told where that is wanted, and AWS is asked nothing else", async () => {
  const { sandbox } = await createAccount();
  const VPC = { VPCId: "vpc-0a1b2c3d", VPCRegion: home } as const;
  await new Route53Client(connect(sandbox, { region: home })).send(
    new CreateHostedZoneCommand({ Name: "corp.example", CallerReference: "1", VPC }),
  );
  const before = sandbox.calls.length;
  const calls = () => sandbox.calls.slice(before).map(({ operation }) => operation);
  const args = ["image", "registry.corp.example/app", "--json"];
  const zones = ({ out }: { readonly out: string }) => JSON.parse(out).sight.zones;
  expect(zones(await pullpass(sandbox, args))).toBeUndefined();
  expect(calls()).toEqual([]);
  expect(zones(await pullpass(sandbox, [...args, "--private-zones"]))).toMatchObject({
    kind: "known",
    zones: [{ name: "corp.example", vpcs: [{ id: "vpc-0a1b2c3d", region: home }] }],
  });
  expect(calls()).toEqual([
    ...["GetCallerIdentity", "ListHostedZonesByName", "ListHostedZonesByName", "GetHostedZone"],
    "ListHostedZonesByName",
  ]);
});

test("a reference is shown in its parts, defaults filled in", async () => {
  const { out, code } = await pullpass(undefined, ["image", "nginx", "--offline"]);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "nginx
      kind        registry: a registry, which may ask for the credential in a secret
      host        docker.io
      repository  library/nginx
      tag         latest
    "
  `);
});

test("a registry that only a VPC reaches is flagged, with what to do", async () => {
  const { out, code } = await pullpass(undefined, ["image", "10.0.0.7:5000/app:1"]);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "10.0.0.7:5000/app:1
      kind        registry: a registry, which may ask for the credential in a secret
      host        10.0.0.7
      port        5000
      repository  app
      tag         1
      endpoint    10.0.0.7:5000
      addresses   10.0.0.7
      seen        no public address, so nothing was contacted: 10.0.0.7 is a private address (RFC 1918)
      from        this computer, whose network is not CodeBuild's

      ! high  CodeBuild cannot reach the registry 10.0.0.7. (registry-vpc-only)
          image: 10.0.0.7:5000/app:1
          host: 10.0.0.7
          why: 10.0.0.7 is a private address (RFC 1918)
          to do:
            Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.
    "
  `);
});

test.each([
  { reference: "aws/codebuild/standard:7.0", kind: "curated", host: undefined, rules: [] },
  {
    reference: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1",
    kind: "ecr",
    host: "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
    rules: [],
  },
  { reference: "public.ecr.aws/nginx/nginx", kind: "ecr-public", host: "public.ecr.aws", rules: [] },
  { reference: "[::1]:5000/app", kind: "registry", host: "::1", rules: ["registry-vpc-only"] },
  { reference: "nexus.corp/app", kind: "registry", host: "nexus.corp", rules: ["registry-vpc-only"] },
])("$reference is $kind, as JSON too", async ({ reference, kind, host, rules }) => {
  const { out, code } = await pullpass(undefined, ["image", reference, "--json"]);
  const read = JSON.parse(out);
  expect(code).toBe(0);
  expect({ kind: read.kind, host: read.host }).toEqual({ kind, host });
  expect(read.findings.map(({ rule }: { rule: string }) => rule)).toEqual(rules);
});

describe("over the network", () => {
  const host = "registry.acme-builds.dev";
  const authority = createAuthority();

  async function image(answer: DnsAnswer, port: number, ...more: string[]) {
    const internet = loopbackNetwork(await dnsServer(() => answer), authority);
    return pullpass(undefined, ["image", `${host}:${port}/app:1`, ...more], { internet });
  }

  test("a registry that answers is told with its address, and from where it was looked", async () => {
    const { port } = await httpsServer(authority.issue([host]), (_, response) =>
      response.writeHead(401).end(),
    );
    const { out, code } = await image({ addresses: ["127.0.0.1"] }, port);
    expect(code).toBe(0);
    expect(out.replaceAll(String(port), "PORT")).toMatchInlineSnapshot(`
      "registry.acme-builds.dev:PORT/app:1
        kind        registry: a registry, which may ask for the credential in a secret
        host        registry.acme-builds.dev
        port        PORT
        repository  app
        tag         1
        endpoint    registry.acme-builds.dev:PORT
        addresses   127.0.0.1
        seen        127.0.0.1 answers as a registry, with 401, over TLS
        from        this computer, whose network is not CodeBuild's
      "
    `);
  });

  test("private addresses alone are told as what this computer sees", async () => {
    const { out, code } = await image(
      { addresses: ["10.0.0.7"], alias: "internal-lb.acme-builds.dev" },
      5_000,
    );
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "registry.acme-builds.dev:5000/app:1
        kind        registry: a registry, which may ask for the credential in a secret
        host        registry.acme-builds.dev
        port        5000
        repository  app
        tag         1
        endpoint    registry.acme-builds.dev:5000
        leads to    internal-lb.acme-builds.dev
        addresses   10.0.0.7
        seen        no public address, so nothing was contacted: 10.0.0.7 is a private address (RFC 1918)
        from        this computer, whose network is not CodeBuild's

        ! medium  The registry registry.acme-builds.dev has private addresses alone, seen from this computer, whose network is not CodeBuild's. (registry-vpc-only)
            image: registry.acme-builds.dev:5000/app:1
            host: registry.acme-builds.dev
            looked from: this computer, whose network is not CodeBuild's
            leads to: internal-lb.acme-builds.dev
            why: 10.0.0.7 is a private address (RFC 1918)
            to do:
              Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.
      "
    `);
  });

  test("a certificate for another name is told, in JSON too", async () => {
    const { port } = await httpsServer(authority.issue(["other.dev"]), (_, response) => response.end());
    const { out } = await image({ addresses: ["127.0.0.1"] }, port, "--json");
    expect(JSON.parse(out)).toMatchObject({
      findings: [{ rule: "registry-certificate", severity: "medium" }],
      sight: { from: "this computer", outcome: { kind: "certificate", fault: "wrong-name" } },
    });
  });

  test("what could not be told is no finding", async () => {
    const { out } = await image("SERVFAIL", 5_000, "--json");
    expect(JSON.parse(out)).toMatchObject({ findings: [], sight: { outcome: { kind: "unknown" } } });
  });

  test("offline nothing is asked", async () => {
    const dns = await dnsServer(() => "NXDOMAIN");
    const internet = loopbackNetwork(dns, authority);
    const { out } = await pullpass(undefined, ["image", `${host}/app`, "--offline", "--json"], { internet });
    expect(JSON.parse(out)).not.toHaveProperty("sight");
    expect(dns.asked).toEqual([]);
  });

  test("of an image that no registry serves, no network is asked", async () => {
    const dns = await dnsServer(() => "NXDOMAIN");
    const internet = loopbackNetwork(dns, authority);
    for (const reference of [
      "aws/codebuild/standard:7.0",
      "public.ecr.aws/a/b",
      "10.0.0.7/app",
      "registry.corp/app",
    ])
      await pullpass(undefined, ["image", reference], { internet });
    expect(dns.asked).toEqual([]);
  });

  test("what DNS answers cannot write to the terminal", async () => {
    const alias = "\u001b[31mred.dev";
    const { out } = await image({ addresses: ["10.0.0.7"], alias }, 5_000);
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

test("what is no reference ends with 1, says why, and cannot write to the terminal", async () => {
  const { out, code } = await pullpass(undefined, ["image", "\u001b[31mA\u202e/b"]);
  expect(code).toBe(1);
  expect(out).toContain("invalid: not an image reference");
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const json = await pullpass(undefined, ["image", "A B", "--json"]);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({
    kind: "invalid",
    findings: [{ rule: "image-malformed" }],
  });
});

test("on a terminal the severity is coloured", async () => {
  const { out } = await pullpass(undefined, ["image", "10.0.0.7/app"], { colours: true });
  expect(out).toContain("\u001b[31m! high\u001b[39m");
});
