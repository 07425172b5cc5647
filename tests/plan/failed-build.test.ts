/** What a build's words tell beyond what was read, and when they tell nothing new. */
import { describe, expect, test } from "vitest";
import type { FailedBuild } from "../../packages/core/src/model/failed-build.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import { meaningOf, pullMessages } from "../../packages/core/src/pull-messages/meaning-of.ts";
import {
  applied,
  failedBuild,
  given,
  planFor,
  project,
  role,
  secret,
  secretArn,
  takenAt,
} from "./support.ts";

const arn = secretArn("registry/hub");
const hub = secret("registry/hub");
const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });
const readDenied = (why: string) =>
  `BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: User: ${role}/AWSCodeBuild is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} ${why}`;

/** The role has its grant; the build is of the project as it is, unless it says otherwise. */
function findingsAfter(words: string, over: Partial<FailedBuild> = {}, since = "2026-11-20T12:00:00.000Z") {
  const asked = given({ projects: [web], secrets: [hub] });
  const world = applied(asked, planFor(asked), since);
  return planFor({ ...world, failed: [{ ...failedBuild(web, words), ...over }] }).findings;
}

const said = ({ evidence }: Finding) =>
  evidence.filter(([label]) => label === "said").map(([, text]) => text);

test("words that nobody knows are quoted, and not guessed at", () => {
  const words = "CLIENT_ERROR: the moon is in the wrong house";
  const [finding] = findingsAfter(words);
  expect(finding).toMatchObject({ rule: "pull-failed", severity: "high", blocks: false });
  expect(finding?.title).toContain("its words do not say why");
  expect(finding && said(finding)).toEqual([words]);
  expect(JSON.stringify(finding?.remedy)).toContain("pullpass explain --build web:1b5b1c2e");
});

test.each(
  pullMessages.filter(
    ({ id }) => !/denied|kms|curated|ecr|unable|no-login|login-required|pull-access/.test(id),
  ),
)("what $id means is said, and what to do", ({ means, words, next }) => {
  const example = words.split(" / ")[0]?.replaceAll("…", "x") ?? "";
  if (meaningOf(example)[0]?.message.means !== means) return;
  const [finding] = findingsAfter(example);
  expect(finding?.rule).toBe("pull-failed");
  expect(means.startsWith(finding?.title.replace(/^.*?image\. /, "") ?? "?")).toBe(true);
  expect(finding?.remedy.map((step) => (step.kind === "advice" ? step.text : step.kind))).toEqual(next);
});

const unable = "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image. ";

/** Each cause that a person looks for, by the words of CodeBuild and by those of the ECS agent, its sibling. */
const causes: readonly (readonly [cause: string, words: string, mender: string])[] = [
  ["a permission", readDenied("because no identity-based policy allows the action"), "project owner"],
  ["a permission", `asm fetching secret from the service for hub: ${readDenied("")}`, "project owner"],
  ["a key", "AccessDeniedException: Access to KMS is not allowed", "project owner"],
  ["a key", "KMSInvalidStateException: arn:aws:kms:… is pending deletion.", "project owner"],
  [
    "a wrong reference",
    "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    "project owner",
  ],
  ["the pull type", "no basic auth credentials", "project owner"],
  ["an empty secret", "can't find the specified secret value for staging label: AWSCURRENT", "secret owner"],
  ["a malformed secret", "unable to unmarshal secret value, invalid schema", "secret owner"],
  ["a malformed secret", "AuthorizationData is malformed, empty field", "secret owner"],
  ["a private address", 'Get "https://10.0.0.7/v2/": dial tcp 10.0.0.7:443: i/o timeout', "project owner"],
  ["a private address", "dial tcp: lookup registry.corp.internal: no such host", "project owner"],
  ["rejected credentials", "unauthorized: incorrect username or password", "secret owner"],
  ["a missing image", "manifest for acme/web:1 not found: manifest unknown", "project owner"],
  [
    "a missing image",
    "failed to resolve ref ghcr.io/acme/web:1: ghcr.io/acme/web:1: not found",
    "project owner",
  ],
  ["a rate limit", "toomanyrequests: You have reached your pull rate limit.", "project owner"],
  ["a certificate", "x509: certificate signed by unknown authority", "project owner"],
  [
    "the Windows version",
    "a Windows version 10.0.17763-based image is incompatible with a 10.0.14393 host",
    "project owner",
  ],
  ["an image too large", "failed to register layer: write /x: no space left on device", "project owner"],
];

test.each(causes)("%s is one finding that says cause, fix and who acts: %s", (_, words, mender) => {
  const [finding, ...others] = findingsAfter(`${unable}CannotPullContainerError: ${words}`);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule: "pull-failed", mender });
  const [meaning] = meaningOf(words);
  expect(meaning).toBeDefined();
  expect(meaning?.message.means.startsWith(finding?.title.replace(/^.*?image\. /, "") ?? "?")).toBe(true);
  expect(finding?.remedy.length).toBeGreaterThan(0);
  expect(finding && said(finding)[0]).toContain(words.slice(0, 60));
});

describe("an explicit deny that no reading showed", () => {
  test.each([
    ["with an explicit deny in a service control policy", "organization"],
    ["with an explicit deny in a VPC endpoint policy", "role owner"],
    ["with an explicit deny in a resource-based policy", "secret owner"],
  ] as const)("%s is access-still-denied, with those words", (why, mender) => {
    const [finding, ...others] = findingsAfter(readDenied(why));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "access-still-denied", blocks: true, mender });
    expect(finding && said(finding)[0]).toContain(why);
  });
});

describe("nothing is told twice, or too late", () => {
  test("a permission that the build lacked, and that was granted since", () => {
    const why = "because no identity-based policy allows the secretsmanager:GetSecretValue action";
    expect(findingsAfter(readDenied(why), {}, takenAt)).toEqual([]);
    expect(findingsAfter(readDenied(why)).map(({ rule }) => rule)).toEqual(["pull-failed"]);
  });

  test("a permission that the build lacked, and that pullpass grants now", () => {
    const why = "because no identity-based policy allows the secretsmanager:GetSecretValue action";
    const world = given({ projects: [web], secrets: [hub], failed: [failedBuild(web, readDenied(why))] });
    const { findings, changes } = planFor(world);
    expect(findings).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual(["grant"]);
  });

  test("a reference that the project no longer has", () => {
    const words = "Secrets Manager can't find the specified secret.";
    expect(findingsAfter(words, { credential: "hub" })).toEqual([]);
    expect(findingsAfter(words).map(({ rule }) => rule)).toEqual(["pull-failed"]);
  });

  test("what a finding says already", () => {
    const hidden = { ...web, image: "10.0.0.7:5000/acme/web:1" };
    const failed = failedBuild(
      hidden,
      'Get "https://10.0.0.7:5000/v2/": Client.Timeout exceeded while awaiting headers',
    );
    const world = given({ projects: [hidden], secrets: [hub], failed: [failed] });
    expect(planFor(world).findings.map(({ rule }) => rule)).toEqual(["registry-vpc-only"]);
  });
});

test("a build without credentials is told of, too: whoever starts it has to give it one", () => {
  const open = project("web", { credential: undefined });
  const world = given({
    projects: [open],
    failed: [failedBuild(open, "toomanyrequests: You have reached your pull rate limit.")],
  });
  expect(planFor(world).findings).toMatchObject([{ rule: "pull-failed", severity: "medium" }]);
});
