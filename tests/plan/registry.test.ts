/** What was seen of a registry is said as far as it goes: of CodeBuild's network, or of another one's. */
import { expect, test } from "vitest";
import type { SightOutcome, Vantage } from "../../packages/core/src/model/registry-sight.ts";
import { given, planFor, project, secret, secretArn, sight } from "./support.ts";

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
