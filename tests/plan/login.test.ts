/** What a registry said to a secret's login, as findings: no more than it said. */
import { expect, test } from "vitest";
import { examineLogin } from "../../packages/core/src/diagnose/login/examine-login.ts";
import type { ImagePlatform, LoginOutcome } from "../../packages/core/src/model/login-check.ts";
import { secretArn, sight } from "./support.ts";

const secret = { arn: secretArn("registry/hub"), name: "registry/hub", region: "eu-central-1" };
const answers = sight({ kind: "answers", address: "198.51.100.7", status: 401 });

function rulesOf(outcome: LoginOutcome, environmentType = "LINUX_CONTAINER") {
  const pull = { secret, image: "docker.io/acme/build:1", environmentType };
  return examineLogin({ sight: answers, outcome }, pull).map(({ rule, severity }) => `${rule} ${severity}`);
}

function shown(platforms: readonly string[] | undefined): LoginOutcome {
  const read = platforms?.map((text): ImagePlatform => {
    const [name = "", osVersion] = text.split(" ");
    const [os = "", architecture = ""] = name.split("/");
    return { os, architecture, osVersion };
  });
  return { kind: "shown", login: "accepted", digest: undefined, platforms: read, rate: undefined };
}

const codes: readonly string[] = [];

test.each<[LoginOutcome, string[]]>([
  [{ kind: "rejected", by: "auth.docker.io", status: 401, codes }, ["credentials-rejected high"]],
  [{ kind: "not-shown", login: "accepted", status: 404, codes }, ["image-not-found high"]],
  [{ kind: "rate-limited", by: "registry-1.docker.io", rate: undefined }, ["rate-limited medium"]],
  [{ kind: "not-reached" }, []],
  [{ kind: "unknown", why: "it answered 500" }, []],
])("%j", (outcome, rules) => {
  expect(rulesOf(outcome)).toEqual(rules);
});

test.each([
  ["LINUX_CONTAINER", ["linux/amd64"], true],
  ["LINUX_CONTAINER", ["linux/arm64", "linux/amd64"], true],
  ["LINUX_CONTAINER", ["linux/arm64"], false],
  ["LINUX_CONTAINER", ["windows/amd64 10.0.20348.1"], false],
  ["LINUX_GPU_CONTAINER", ["linux/amd64"], true],
  ["ARM_CONTAINER", ["linux/arm64"], true],
  ["ARM_CONTAINER", ["linux/amd64", "linux/arm"], false],
  ["WINDOWS_SERVER_2019_CONTAINER", ["windows/amd64 10.0.17763.6532"], true],
  ["WINDOWS_SERVER_2019_CONTAINER", ["windows/amd64 10.0.20348.2849"], false],
  ["WINDOWS_SERVER_2022_CONTAINER", ["windows/amd64 10.0.17763.6532", "windows/amd64 10.0.20348.2849"], true],
  ["WINDOWS_SERVER_2022_CONTAINER", ["windows/amd64 10.0.203480"], false],
  ["WINDOWS_SERVER_2022_CONTAINER", ["linux/amd64"], false],
  // Could not tell.
  ["WINDOWS_SERVER_2022_CONTAINER", ["windows/amd64"], true],
  ["LINUX_CONTAINER", undefined, true],
  ["ANOTHER_CONTAINER", ["linux/arm64"], true],
])("in %s an image for %j is fine: %s", (environmentType, platforms, isFine) => {
  expect(rulesOf(shown(platforms), environmentType)).toEqual(isFine ? [] : ["image-platform-mismatch high"]);
});

test.each([
  ["docker.io", true],
  ["ghcr.io", true],
  ["acme.azurecr.io", true],
  ["registry.gitlab.com", true],
  ["gitlab.acme-builds.dev", false],
  ["nexus.acme-builds.dev", false],
  ["azurecr.io.acme-builds.dev", false],
])("of a limit of %s, a pull through cache of Amazon ECR is a way out: %s", (host, isCached) => {
  const outcome = { kind: "rate-limited", by: host, rate: undefined } as const;
  const [found] = examineLogin(
    { sight: { ...answers, host }, outcome },
    { secret, image: `${host}/acme/build:1`, environmentType: "LINUX_CONTAINER" },
  );
  const told = JSON.stringify(found?.remedy);
  expect(told.includes("pull through cache")).toBe(isCached);
  expect(told.includes("mirror the image to Amazon ECR")).toBe(!isCached);
});
