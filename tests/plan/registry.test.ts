/** What was seen of a registry is said as far as it goes: of CodeBuild's network, or of another one's. */
import { expect, test } from "vitest";
import { zoneNames, zonesAsked } from "../../packages/core/src/model/private-zone.ts";
import type { SightOutcome, Vantage } from "../../packages/core/src/model/registry-sight.ts";
import { given, planFor, project, secret, secretArn, sight, takenAt } from "./support.ts";

const web = project("web", { credential: secretArn("registry/hub"), pullCredentials: "SERVICE_ROLE" });

function diagnosed(outcome: SightOutcome, from: Vantage, over: Parameters<typeof sight>[1] = {}, mine = web) {
  const world = given({
    projects: [mine],
    secrets: [secret("registry/hub")],
    sights: [sight(outcome, { from, ...over })],
  });
  const told = planFor(world).after.projects.get("web");
  if (told === undefined) throw new Error("the project was not diagnosed");
  const findings = told.findings.filter(({ rule }) => rule.startsWith("registry-"));
  return { ...told, findings, registry: told.chain.find(({ step }) => step === "registry") };
}

const seen: readonly (readonly [SightOutcome, rule: string, certain: boolean])[] = [
  [{ kind: "private", why: "10.0.0.7 is a private address (RFC 1918)" }, "registry-vpc-only", true],
  [{ kind: "unresolvable", answer: "no-such-name" }, "registry-unresolvable", true],
  [{ kind: "unresolvable", answer: "no-address" }, "registry-unresolvable", true],
  [{ kind: "certificate", fault: "wrong-name", why: "it is for another name" }, "registry-certificate", true],
  [{ kind: "unreachable", how: "refused", why: "it refused" }, "registry-unreachable", false],
  [{ kind: "unreachable", how: "timed-out", why: "it did not answer" }, "registry-unreachable", false],
  [{ kind: "unreachable", how: "no-tls", why: "no TLS" }, "registry-unreachable", false],
];

test.each(seen)(
  "%j, seen where CodeBuild pulls from, opens %s and fails the pull: %s",
  (outcome, rule, isCertain) => {
    const { verdict, findings, registry } = diagnosed(outcome, "outside any VPC");
    expect(findings).toMatchObject([{ rule, blocks: isCertain, severity: isCertain ? "high" : "medium" }]);
    expect(verdict).toBe(isCertain ? "fails" : "unknown");
    expect(registry?.state).toBe(isCertain ? "denied" : "unknown");
  },
);

test.each(seen)("%j, seen from somebody's computer, opens %s and fails no pull", (outcome, rule) => {
  const { verdict, hangsOn, findings, registry } = diagnosed(outcome, "this computer");
  expect(findings).toMatchObject([{ rule, blocks: false, severity: "medium" }]);
  expect(findings[0]?.title).toContain("seen from this computer, whose network is not CodeBuild's");
  expect({ verdict, hangsOn }).toEqual({ verdict: "unknown", hangsOn: ["registry"] });
  expect(registry?.state).toBe("unknown");
});

test.each(["this computer", "outside any VPC"] as const)(
  "what could not be told from %s is no finding",
  (from) => {
    const { verdict, unseen, findings } = diagnosed({ kind: "unknown", why: "SERVFAIL" }, from);
    expect({ verdict, findings }).toEqual({ verdict: "pulls", findings: [] });
    expect(unseen).toContain("registry");
  },
);

test("a project without a credential pulls as anonymously as before where nothing could be told", () => {
  const alone = project("web", { credential: undefined });
  const { verdict, findings } = diagnosed({ kind: "unknown", why: "SERVFAIL" }, "this computer", {}, alone);
  expect({ verdict, findings }).toEqual({ verdict: "anonymous", findings: [] });
});

test("a registry that answered is named with its address", () => {
  const { verdict, findings, registry } = diagnosed(
    { kind: "answers", address: "198.51.100.7", status: 401 },
    "outside any VPC",
  );
  expect({ verdict, findings }).toEqual({ verdict: "pulls", findings: [] });
  expect(registry).toMatchObject({
    state: "allowed",
    why: "198.51.100.7 answered 401 to /v2/ over TLS, seen from outside any VPC",
  });
});

test("the evidence is the same whatever order DNS gives the addresses in", () => {
  const addresses = ["10.0.0.7", "10.0.0.8", "10.0.0.9", "10.0.0.10", "10.0.0.11"].map((address) => ({
    address,
    why: `${address} is private`,
  }));
  const outcome = { kind: "private", why: "10.0.0.7 is private" } as const;
  const one = diagnosed(outcome, "outside any VPC", { addresses });
  const other = diagnosed(outcome, "outside any VPC", { addresses: addresses.toReversed() });
  expect(one.findings).toEqual(other.findings);
  expect(one.findings[0]?.evidence).toContainEqual(["more", "1 addresses"]);
});

test("a registry at another port is another registry", () => {
  const outcome = { kind: "unresolvable", answer: "no-such-name" } as const;
  const { findings } = diagnosed(outcome, "outside any VPC", { endpoint: "docker.io:5000" });
  expect(findings).toEqual([]);
});

const zone = (name: string, ...vpcs: readonly string[]) => ({
  ...{ id: "Z0123", name },
  vpcs: vpcs.map((id) => ({ id, region: "eu-central-1" })),
});

test.each<[SightOutcome, rule: string]>([
  [{ kind: "unresolvable", answer: "no-such-name" }, "registry-unresolvable"],
  [{ kind: "private", why: "10.0.0.7 is a private address (RFC 1918)" }, "registry-vpc-only"],
  [{ kind: "unreachable", how: "refused", why: "it refused" }, "registry-unreachable"],
  [{ kind: "certificate", fault: "wrong-name", why: "it is for another name" }, "registry-certificate"],
])("%j: a private hosted zone of its name is evidence, and changes nothing else", (outcome, rule) => {
  const zones = { kind: "known", at: takenAt, zones: [zone("corp.example.com", "vpc-1", "vpc-2")] } as const;
  const with_ = diagnosed(outcome, "outside any VPC", { zones });
  const without = diagnosed(outcome, "outside any VPC");
  const told = [
    "private hosted zone",
    "corp.example.com (Z0123) is asked for this name in the VPCs vpc-1 (eu-central-1) and vpc-2 (eu-central-1)",
  ];
  expect(with_.findings.map((each) => each.rule)).toEqual([rule]);
  expect(with_.findings[0]?.evidence).toEqual([...(without.findings[0]?.evidence ?? []), told]);
  expect([with_.verdict, with_.chain]).toEqual([without.verdict, without.chain]);
});

test("zones that could not be read are said to be that, where there is a finding, and are none themselves", () => {
  const zones = { kind: "unknown", why: "route53:ListHostedZonesByName is not allowed" } as const;
  const nowhere = { kind: "unresolvable", answer: "no-such-name" } as const;
  const { findings } = diagnosed(nowhere, "outside any VPC", { zones });
  expect(findings[0]?.evidence).toContainEqual([
    "private hosted zones",
    "could not be read: route53:ListHostedZonesByName is not allowed",
  ]);
  const answers = { kind: "answers", address: "198.51.100.7", status: 401 } as const;
  expect(diagnosed(answers, "outside any VPC", { zones }).findings).toEqual([]);
});

test("in each VPC the zone with the longest name is asked, and no other", () => {
  const seen = [zone("example.com", "vpc-1", "vpc-2"), { ...zone("corp.example.com", "vpc-1"), id: "Z9" }];
  expect(zonesAsked(seen)).toEqual([
    { ...zone("corp.example.com", "vpc-1"), id: "Z9" },
    zone("example.com", "vpc-2"),
  ]);
  expect(zonesAsked([...seen, { ...zone("com", "vpc-2"), id: "Z8" }])).toHaveLength(2);
});

test("zones have a host's name or a parent's, and addresses have none", () => {
  expect(zoneNames("Registry.corp.Example.com")).toEqual([
    ...["registry.corp.example.com", "corp.example.com", "example.com", "com"],
  ]);
  for (const address of ["10.0.0.7", "::1", "0x7f.1", "fd00::1"]) expect(zoneNames(address)).toEqual([]);
  expect(zoneNames(Array.from({ length: 100 }, () => "a").join("."))).toHaveLength(8);
});
