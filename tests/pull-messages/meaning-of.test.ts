import fc from "fast-check";
import { expect, test } from "vitest";
import { meaningOf, pullMessages, ruleIds } from "../../packages/core/src/index.ts";
import { propertyRuns } from "../support/property-runs.ts";

const unable = "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image. ";
const daemon = `${unable}CannotPullContainerError: Error response from daemon: `;
const session = "arn:aws:sts::111122223333:assumed-role/web/AWSCodeBuild-1b5b";

/** As people were shown them, most of them in public issues. */
const seen: readonly (readonly [string, readonly string[]])[] = [
  [
    `${daemon}Head "https://registry-1.docker.io/v2/hashicorp/terraform/manifests/1.2.3": unauthorized: incorrect username or password`,
    ["login-rejected"],
  ],
  [
    `${daemon}pull access denied for acme/app, repository does not exist or may require 'docker login'`,
    ["pull-access-denied"],
  ],
  [
    `${daemon}pull access denied for 111122223333.dkr.ecr.eu-central-1.amazonaws.com/app, repository does not exist or may require 'docker login': denied: User: ${session} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:111122223333:repository/app`,
    ["ecr-denied"],
  ],
  [`${daemon}toomanyrequests: You have reached your pull rate limit.`, ["rate-limit"]],
  [
    `${unable}CannotPullContainerError: error pulling image configuration: toomanyrequests: Too Many Requests.`,
    ["rate-limit"],
  ],
  [
    `${daemon}Get https://111122223333.dkr.ecr.us-west-2.amazonaws.com/v2/: x509: certificate is valid for *.other.example, not it`,
    ["certificate"],
  ],
  [
    `${unable}CannotPullContainerError: a Windows version 10.0.17763-based image is incompatible with a 10.0.14393 host`,
    ["windows-version"],
  ],
  [
    "Unable to pull customer's container image. ErrorCode: 404, Reason: pull access denied for python3.6, repository does not exist or may require 'docker login'",
    ["pull-access-denied"],
  ],
  [
    "Unable to pull customer's container image. ErrorCode: 500, Reason: invalid reference format.",
    ["invalid-reference"],
  ],
  [`CLIENT_ERROR: ${unable}`, ["unable-to-pull"]],
  [
    "Build container found dead before completing the build. Build container died because it was out of memory, or the Docker image is not supported. ErrorCode: 500",
    ["container-found-dead"],
  ],
  [
    "Invalid input: cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE",
    ["curated-image-with-service-role"],
  ],
  [
    "InvalidInputException: Invalid input: cannot use a cross-account ECR image with imagePullCredentialsType CODEBUILD",
    ["ecr-image-of-other-account"],
  ],
  [
    "CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::111122223333:role/web",
    ["role-cannot-be-assumed"],
  ],
  [
    `Secrets Manager Error Message: AccessDeniedException: User: ${session} is not authorized to perform: secretsmanager:GetSecretValue on resource: hub because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    ["secret-read-denied"],
  ],
  ["AccessDeniedException: Access to KMS is not allowed", ["kms-not-allowed"]],
  ["ResourceNotFoundException: Secrets Manager can't find the specified secret.", ["secret-not-found"]],
  [
    "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    ["secret-has-no-value"],
  ],
  [
    `${daemon}Get "https://harbor.corp.internal/v2/": dial tcp: lookup harbor.corp.internal: no such host`,
    ["host-not-found"],
  ],
  [
    `${daemon}Get "https://10.0.4.7/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
    ["registry-timeout"],
  ],
  [`${daemon}Get "https://10.0.4.7:5000/v2/": http: server gave HTTP response to HTTPS client`, ["no-tls"]],
  [`${daemon}manifest for acme/app:1.2.3 not found: manifest unknown: manifest unknown`, ["image-not-found"]],
  [`${daemon}no matching manifest for linux/arm64/v8 in the manifest list entries`, ["platform-mismatch"]],
  // The ECS agent's words, and containerd's: that CodeBuild's are the same is likely, and not known.
  [
    `CannotPullContainerError: asm fetching secret from the service for hub: AccessDeniedException: User: ${session} is not authorized to perform: secretsmanager:GetSecretValue on resource: hub`,
    ["secret-read-denied"],
  ],
  [
    "asm fetching secret from the service for hub: AccessDeniedException: Access to KMS is not allowed",
    ["kms-not-allowed"],
  ],
  [
    "asm fetching secret from the service for hub: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    ["secret-not-found"],
  ],
  ["CannotPullContainerError: unable to unmarshal secret value, invalid schema", ["secret-invalid-schema"]],
  ["CannotPullContainerError: AuthorizationData is malformed, empty field", ["secret-invalid-schema"]],
  ["CannotPullContainerError: empty secrets value", ["secret-invalid-schema"]],
  [
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/acme/web:1: ghcr.io/acme/web:1: not found",
    ["image-not-found"],
  ],
  [
    "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
    ["platform-mismatch"],
  ],
  [
    `CannotPullContainerError: failed to resolve ref 10.0.0.7/web:1: failed to do request: Head "https://10.0.0.7/v2/": dial tcp 10.0.0.7:443: i/o timeout`,
    ["registry-timeout"],
  ],
  [
    "CannotPullContainerError: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/acme/web/manifests/1: 429 Too Many Requests",
    ["rate-limit"],
  ],
  [`${daemon}failed to register layer: write /usr/lib/x: no space left on device`, ["image-too-large"]],
  // https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility
  [`${daemon}The container operating system does not match the host operating system.`, ["windows-version"]],
  ["The build succeeded.", []],
  ["", []],
];

test.each(seen)("%s", (text, ids) => {
  expect(meaningOf(text).map(({ message }) => message.id)).toEqual(ids);
});

test("a terminal that broke the line changes nothing", () => {
  for (const [text, ids] of seen) {
    const broken = text.replaceAll(/(.{30}) /g, "$1\n   ");
    expect(meaningOf(broken).map(({ message }) => message.id)).toEqual(ids);
  }
});

test("a log of several builds tells each message once, in its order", () => {
  const log = ["[Container] start", seen[0]?.[0], "x", seen[4]?.[0], seen[0]?.[0], unable].join("\r\n");
  expect(meaningOf(log).map(({ message }) => message.id)).toEqual(["login-rejected", "rate-limit"]);
});

test("the context of a phase is read as CodeBuild's API and its events have it", () => {
  for (const [text, ids] of seen) {
    const phase = { phaseType: "PROVISIONING", contexts: [{ statusCode: "CLIENT_ERROR", message: text }] };
    const event = { "phase-type": "PROVISIONING", "phase-context": [text] };
    for (const context of [phase, event]) {
      for (const indent of [undefined, 2]) {
        const read = meaningOf(JSON.stringify({ phases: [context] }, undefined, indent));
        expect(read.map(({ message: { id } }) => id)).toEqual(ids);
      }
    }
  }
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
test.each([
  [
    "because no identity-based policy allows the secretsmanager:GetSecretValue action",
    "no identity-based policy allows it",
  ],
  [
    "because no permissions boundary allows the secretsmanager:GetSecretValue action",
    "no permissions boundary allows it",
  ],
  [
    "because no resource-based policy allows the secretsmanager:GetSecretValue action",
    "no resource-based policy allows it",
  ],
  ["with an explicit deny in an identity-based policy", "an explicit deny in an identity-based policy"],
  ["with an explicit deny in a service control policy", "an explicit deny in a service control policy"],
  ["with an explicit deny in a permissions boundary", "an explicit deny in a permissions boundary"],
  ["with an explicit deny in a VPC endpoint policy: x", "an explicit deny in a vpc endpoint policy"],
  ["", undefined],
])("of a denial %s", (why, decidedBy) => {
  const text = `User: ${session} is not authorized to perform: secretsmanager:GetSecretValue on resource: hub ${why}`;
  expect(meaningOf(text)).toMatchObject([{ message: { id: "secret-read-denied" }, decidedBy }]);
});

test("no login that stands in the text is shown", () => {
  const text =
    'no basic auth credentials {"username":"me","password":"hunter2"} https://me:hunter2@ghcr.io/x';
  expect(meaningOf(text)).toHaveLength(1);
  expect(JSON.stringify(meaningOf(text))).not.toContain("hunter2");
});

test("whatever the text, there is an answer, and of a long line only a part is shown", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...seen.map(([text]) => text)))), (parts) => {
      for (const { line } of meaningOf(parts.join(" "))) expect(line.length).toBeLessThan(1_000);
    }),
    { numRuns: propertyRuns(1_000) },
  );
  for (const part of [
    "KMS key ",
    "manifest for ",
    "repository name (",
    "explicit deny in a ",
    "because no ",
  ]) {
    meaningOf(part.repeat(200_000));
  }
});

test("every message is found by its own words, and says something to do", () => {
  for (const { id, words, fits, means, next, rules } of pullMessages) {
    expect(
      words.split(" / ").some((each) => fits.test(each.replaceAll("…", "10.0"))),
      id,
    ).toBe(true);
    expect(means, id).toMatch(/\.$/);
    expect(next, id).not.toEqual([]);
    for (const rule of rules) expect(ruleIds, id).toContain(rule);
  }
  expect(new Set(pullMessages.map(({ id }) => id)).size).toBe(pullMessages.length);
});
