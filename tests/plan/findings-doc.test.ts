import { expect, test } from "vitest";
import { diagnose } from "../../packages/core/src/diagnose/diagnose.ts";
import type { ImageFinding } from "../../packages/core/src/diagnose/examine-image.ts";
import { pullFailed } from "../../packages/core/src/diagnose/failed-build.ts";
import { examineLogin, examineSecretValue } from "../../packages/core/src/diagnose/login/examine-login.ts";
import type { LoginRule } from "../../packages/core/src/diagnose/login/rules.ts";
import { rules } from "../../packages/core/src/diagnose/rules/index.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import type { LoginOutcome } from "../../packages/core/src/model/login-check.ts";
import { readSecretValue } from "../../packages/core/src/model/secret-value.ts";
import { printedSteps } from "../../packages/core/src/notice/remedy-text.ts";
import { examples, planOf } from "./examples.ts";
import {
  customerKey,
  given,
  observed,
  project,
  secret,
  secretArn,
  settings,
  sight,
  type World,
} from "./support.ts";

const web = project("web", { credential: secretArn("registry/hub"), pullCredentials: "SERVICE_ROLE" });

const hub = { arn: secretArn("registry/hub"), name: "registry/hub", region: "eu-central-1" };
const pull = { secret: hub, image: "docker.io/acme/build:1", environmentType: "LINUX_CONTAINER" };
const outcomes: readonly LoginOutcome[] = [
  { kind: "rejected", by: "auth.docker.io", status: 401, codes: ["UNAUTHORIZED"] },
  { kind: "not-shown", login: "accepted", status: 404, codes: ["MANIFEST_UNKNOWN"] },
  {
    kind: "rate-limited",
    by: "registry-1.docker.io",
    rate: { limit: 100, remaining: 0, windowSeconds: 21_600, retryAfterSeconds: 3_600 },
  },
  {
    kind: "shown",
    login: "accepted",
    digest: undefined,
    platforms: [{ os: "linux", architecture: "arm64", osVersion: undefined }],
    rate: undefined,
  },
];
const answers = sight({ kind: "answers", address: "198.51.100.7", status: 401 });
const ofLogins = [
  ...examineSecretValue(readSecretValue('{"auths":{}}'), hub),
  ...outcomes.flatMap((outcome) => examineLogin({ sight: answers, outcome }, pull)),
];

/** What pullpass repairs is found before it does. */
const repaired: readonly World[] = [
  given({ projects: [web], secrets: [secret("registry/hub", { key: customerKey() })] }),
];

test("docs/findings.md says what every rule finds", async () => {
  const announced = Object.values(examples).flatMap((example) => planOf(example).findings);
  const shown = new Map([...repaired.flatMap(findingsIn), ...announced].map((each) => [each.rule, each]));
  const found = new Map<string, ImageFinding & Partial<Finding>>([
    ...shown,
    ...ofLogins.map((each) => [each.rule, each] as const),
  ]);
  const all = [...rules, pullFailed].sort((a, b) => (a.id < b.id ? -1 : 1));
  const sections = all.map((rule) => section(rule, found.get(rule.id)));
  await expect([introduction(all), ...sections].join("\n")).toMatchFileSnapshot("../../docs/findings.md");
});

function findingsIn(world: World): readonly Finding[] {
  return [...diagnose(observed(world), settings).projects.values()].flatMap(({ findings }) => findings);
}

function introduction(all: readonly LoginRule[]): string {
  return `# Findings

A finding is something that keeps a pull from working, or lets someone read who should not: a rule, a subject (a project
or a role), what was seen, who can mend it, and what to do. What pullpass repairs by itself, it repairs; every other
finding is announced when it opens, when what was seen changes, and when it closes.

This page is printed from the rules; \`npm test -- tests/plan/findings-doc.test.ts -u\` writes it anew.

| rule | severity |
| --- | --- |
${all.map(({ id, severity }) => `| [${id}](#${id}) | ${severity} |`).join("\n")}
`;
}

function section(
  { id, severity, about }: LoginRule,
  example: (ImageFinding & Partial<Finding>) | undefined,
): string {
  if (example === undefined) throw new Error(`no world shows ${id}`);
  const seen = example.evidence.map(([label, value]) => `> - ${label}: \`${value}\``);
  return `## ${id}

Severity: ${severity}. ${about}

> ${example.title}
>
${seen.join("\n")}
>
${printedSteps(example.remedy)
  .flatMap(({ text, block, command }) => [
    `> ${text}`,
    ...[block, command].flatMap((each) => (each === undefined ? [] : [">", `> \`${each}\``])),
  ])
  .join("\n>\n")}
${example.mender === undefined ? "" : `>\n> Who can mend it: ${example.mender}.\n`}`;
}
