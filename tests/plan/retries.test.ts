/** Which builds that could not pull are started again once what a plan does is done, and which are held back. */
import { describe, expect, test } from "vitest";
import { diagnose } from "../../packages/core/src/diagnose/diagnose.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { FailedBuild } from "../../packages/core/src/model/failed-build.ts";
import type { LastRetry } from "../../packages/core/src/model/retry.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import { plan } from "../../packages/core/src/plan/plan.ts";
import {
  applied,
  failedBuild,
  given,
  observed,
  planFor,
  project,
  role,
  secret,
  secretArn,
  settings,
  takenAt,
} from "./support.ts";

const arn = secretArn("registry/hub");
const hub = secret("registry/hub");
const asks = { "pullpass/retry": "true" };
const denied = `BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: User: ${role}/AWSCodeBuild is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`;

interface Asked {
  readonly over?: Parameters<typeof project>[1];
  readonly build?: Partial<FailedBuild>;
  readonly words?: string;
  readonly retried?: LastRetry;
  readonly options?: Partial<Settings>;
  /** When the grant was made that the role has; absent: the plan makes it. */
  readonly granted?: string;
}

function retriesFor({ over, build, words = denied, retried, options, granted }: Asked) {
  const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE", tags: asks, ...over });
  const ran = { ...failedBuild(web, words), role: web.role, ...build };
  const asked = given({ projects: [web], secrets: [hub], failed: [ran] });
  const world = granted === undefined ? asked : applied(asked, planFor(asked), granted);
  const all = { ...settings, retryBuilds: true, ...options };
  const snapshot = observed(world);
  const failedBuilds = new Map(
    [...(snapshot.failedBuilds ?? [])].map(([name, each]) => [name, { ...each, retried }] as const),
  );
  return plan(diagnose({ ...snapshot, failedBuilds }, all), all).retries;
}

const minutesBefore = (minutes: number) => new Date(Date.parse(takenAt) - minutes * 60_000).toISOString();

test("a build that lacked what the plan grants", () => {
  const [retry, ...others] = retriesFor({});
  expect(others).toEqual([]);
  expect(retry?.heldBack).toBeUndefined();
  expect(retry?.change).toMatchObject({
    kind: "retry",
    project: "web",
    build: failedBuild(project("web"), "").id,
  });
});

test("a build that began after one that AWS refused to start, or long after one that nobody knows of", () => {
  const build = { startedAt: takenAt };
  const refused = { of: "web:0", at: minutesBefore(1), refused: true } as const;
  expect(retriesFor({ build, retried: refused })).toHaveLength(1);
  expect(retriesFor({ build, retried: { of: "web:0", at: minutesBefore(25 * 60) } })).toHaveLength(1);
});

test("the same build is the same change, whatever asked for the look", () => {
  expect(retriesFor({ granted: takenAt })[0]?.change.id).toBe(retriesFor({})[0]?.change.id);
});

test("a build that began before a grant that another event's work made", () => {
  expect(retriesFor({ granted: takenAt, build: { startedAt: minutesBefore(1) } })).toHaveLength(1);
  expect(retriesFor({ granted: minutesBefore(60), build: { startedAt: minutesBefore(1) } })).toEqual([]);
});

test("a build that named its secret by the name that the plan rewrites", () => {
  const [retry] = retriesFor({ over: { credential: "registry/hub" } });
  expect(retry).toMatchObject({ change: { kind: "retry" } });
  expect(retry?.heldBack).toBeUndefined();
});

describe("is not started again, and nothing is said", () => {
  test.each<[string, Asked]>([
    ["without the option", { options: { retryBuilds: false } }],
    ["without the tag", { over: { tags: {} } }],
    ["with another value", { over: { tags: { "pullpass/retry": "yes" } } }],
    ["with the value in another case", { over: { tags: { "pullpass/retry": "True" } } }],
    ["with the tag of another prefix", { options: { tagPrefix: "acme/" } }],
    ["of an ignored project", { over: { tags: { ...asks, "pullpass/ignore": "true" } } }],
    ["that a wrong password failed", { words: "unauthorized: incorrect username or password" }],
    [
      "that an explicit deny failed",
      { words: denied.replace(/because .*$/, "with an explicit deny in a service control policy") },
    ],
    [
      "that is one that pullpass started",
      { retried: { of: "web:0", at: takenAt, as: failedBuild(project("web"), "").id } },
    ],
    [
      "that was started again before",
      { retried: { of: failedBuild(project("web"), "").id, at: takenAt, as: "web:9" } },
    ],
    [
      "that may be one that pullpass started",
      { build: { startedAt: takenAt }, retried: { of: "web:0", at: minutesBefore(1) } },
    ],
  ])("%s", (_, asked) => {
    expect(retriesFor(asked)).toEqual([]);
  });

  test("where something else still keeps it from pulling", () => {
    const web = project("web", {
      credential: arn,
      pullCredentials: "SERVICE_ROLE",
      tags: asks,
      image: "10.0.0.7/acme/web:1",
    });
    const world = given({ projects: [web], secrets: [hub], failed: [failedBuild(web, denied)] });
    expect(planFor(world, { retryBuilds: true }).retries).toEqual([]);
  });
});

describe("is held back, with the reason", () => {
  test.each<[string, Asked, string]>([
    ["another image", { build: { image: "ghcr.io/acme/other:7" } }, "another image or environment"],
    ["another environment", { build: { environmentType: "ARM_CONTAINER" } }, "another image or environment"],
    ["another role", { build: { role: parseRoleArn(`${role}-other`) } }, "another service role"],
    ["another pull type", { build: { pullCredentials: "CODEBUILD" } }, "pull type CODEBUILD"],
    ["a pull type that the plan rewrites", { over: { pullCredentials: "CODEBUILD" } }, "pull type CODEBUILD"],
    [
      "another credential",
      { build: { credential: secretArn("registry/other") } },
      "another registry credential",
    ],
    ["no credential", { build: { credential: undefined } }, "another registry credential"],
    ["what whoever started it waits for", { build: { heldBack: "A pipeline waits." } }, "A pipeline waits."],
  ])("one with %s", (_, asked, why) => {
    const [retry] = retriesFor(asked);
    expect(retry?.heldBack).toContain(why);
  });
});
