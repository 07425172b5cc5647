import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  InvalidImageReference,
  maskImage,
  parseImageReference,
  readImage,
} from "../../packages/core/src/model/image.ts";

/** In brackets the cases from the field that a row comes from. */
const hex = "ab".repeat(32);

test.each([
  ["hashicorp/terraform:1.2.2", "registry"], // [c02]
  ["my-registry/my-repo", "registry"], // [c06]
  ["docker:dind", "registry"], // [c09]
  ["python3.6", "registry"], // [c17]
  ["2", "registry"], // [c22]
  ["rocket.chat", "registry"],
  ["python:3", "registry"],
  ["harbor.corp.internal/ci/builder:1", "registry"], // [c18]
  ["registry.gitlab.com/group/sub/app/build:1", "registry"], // [r02]
  ["acme.jfrog.io/docker-local/app:1", "registry"], // [r03]
  ["acme.azurecr.io/app:1", "registry"], // [r06]
  ["europe-docker.pkg.dev/proj/repo/app:1", "registry"], // [r07]
  [`ghcr.io/acme/app@sha256:${hex}`, "registry"], // [r11]
  [`ghcr.io/acme/app:1@sha256:${hex}`, "registry"], // [r12]
  ["registry-1.docker.io/acme/app:1", "registry"], // [r18]
  ["index.docker.io/acme/app:1", "registry"],
  ["10.0.4.7:5000/team/app:1", "registry"], // [r25]
  ["registry:5000/app:1", "registry"], // [r26]
  ["localhost/team/base/app", "registry"],
  ["store/oracle/database:1", "registry"],
  ["quay.io/acme/arm:1", "registry"], // [c28]
  ["aws/codebuild/standard:5.0", "curated"], // [c10]
  ["aws/codebuild/ami/amazonlinux-x86_64-base:latest", "curated"], // [c26]
  ["444455556666.dkr.ecr.eu-central-1.amazonaws.com/win:2019", "ecr"], // [c13, c25]
  ["111122223333.dkr.ecr.eu-central-1.amazonaws.com/docker-hub/library/python:3", "ecr"], // [c15]
  ["111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1", "ecr"], // [r28]
  ["public.ecr.aws/docker/library/python:3", "ecr-public"], // [c14]
])("%s is what it says: %s", (text, kind) => {
  expect(readImage(text)).toEqual(parseImageReference(text));
  expect(readImage(text).kind).toBe(kind);
});

const misread: readonly (readonly [text: string, form: string, says: RegExp, likely?: string])[] = [
  // [c04]
  [
    "nexus-docker/team/base/ubi8:latest",
    "short-host",
    /read as a Docker Hub repository, which has two parts.*a host needs a dot, a port or to be localhost/,
  ],
  ["registry/team/app", "short-host", /this has 3/],
  ["ghcr/acme/app:1", "short-host", /Docker Hub/, "ghcr.io/acme/app:1"],
  ["dockerhub/acme/app:1", "short-host", /Docker Hub/, "acme/app:1"],
  ["docker.io/team/base/app", "hub-parts", /two parts/],
  ["docker.io/ghcr.io/acme/app", "hub-parts", /two parts/, "ghcr.io/acme/app"],
  // [r09]
  ["index.docker.io/v1/acme/app:1", "login-address", /docker login/, "acme/app:1"],
  ["ghcr.io/v2/acme/app", "login-address", /registry API/, "ghcr.io/acme/app"],
  ["index.docker.io/v1", "login-address", /docker login/],
  // [r20]
  ["hub.docker.com/r/acme/app", "web-page", /web page of Docker Hub/, "acme/app"],
  ["hub.docker.com/r/library/python", "web-page", /web page/, "python"],
  ["hub.docker.com/repository/docker/acme/app/general", "web-page", /web page/, "acme/app"],
  ["hub.docker.com/acme/app", "web-page", /no registry/, "acme/app"],
  ["quay.io/repository/acme/app", "web-page", /Quay/, "quay.io/acme/app"],
  ["gitlab.com/group/sub/app", "web-page", /registry\.gitlab\.com/, "registry.gitlab.com/group/sub/app"],
  ["github.com/acme/app", "web-page", /ghcr\.io/, "ghcr.io/acme/app"],
  ["github.com/orgs/acme/packages/container/package/app", "web-page", /ghcr\.io/, "ghcr.io/acme/app"],
  ["gallery.ecr.aws/docker/library/python", "web-page", /ECR Public/, "public.ecr.aws/docker/library/python"],
  [
    "acme.jfrog.io/artifactory/docker-local/app:1",
    "web-page",
    /Artifactory/,
    "acme.jfrog.io/docker-local/app:1",
  ],
  // [r23]
  ["ghcr.io", "bare-host", /host without a repository.*image ghcr\.io of Docker Hub/],
  ["registry.example.com:5000", "bare-host", /host without a repository/],
  ["444455556666.dkr.ecr.eu-central-1.amazonaws.com", "bare-host", /host without a repository/],
  // [r30]
  [
    "AWS/codebuild/standard:7.0",
    "upper-case-host",
    /read as an image of the host AWS/,
    "aws/codebuild/standard:7.0",
  ],
  ["Acme/app", "upper-case-host", /upper-case/, "acme/app"],
  [`sha256:${hex}`, "image-id", /id or digest/],
  ["ghrc.io/acme/app", "host-typo", /not ghcr\.io.*given away/, "ghcr.io/acme/app"],
];

describe("another image than was meant is looked for by", () => {
  for (const [text, form, says, likely] of misread) {
    test(`${text}: ${form}`, () => {
      const reading = readImage(text);
      expect(reading).toMatchObject({
        kind: "misread",
        text,
        form,
        likely,
        readAs: parseImageReference(text),
      });
      if (reading.kind === "misread") expect(`${reading.what}; ${reading.wanted}`).toMatch(says);
    });
  }
});

test.each([
  ["nexus-docker/team/base/ubi8", true],
  ["ghcr.io", true],
  ["registry.example.com", false],
  ["ghcr.io/v2/acme/app", false],
  ["ghrc.io/acme/app", false],
])("that %s names no image at all is certain: %s", (text, certain) => {
  expect(readImage(text)).toMatchObject({ kind: "misread", certain });
});

const mistaken: readonly (readonly [text: string, form: string, says: RegExp, likely?: string])[] = [
  // [r10]
  ["https://ghcr.io/acme/app:1", "scheme", /begins with https:\/\//, "ghcr.io/acme/app:1"],
  // [r29]
  [
    "http://111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1",
    "scheme",
    /http:\/\//,
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1",
  ],
  ["docker://acme/app:1", "scheme", /docker:\/\//, "acme/app:1"],
  ["https://index.docker.io/v1/", "login-address", /docker login/],
  ["https://ghcr.io/v2/acme/app/manifests/1", "login-address", /registry API/, "ghcr.io/acme/app:1"],
  ["https://hub.docker.com/_/python", "web-page", /Docker Hub/, "python"],
  ["https://quay.io/repository/acme/app?tab=tags", "web-page", /Quay/, "quay.io/acme/app"],
  [
    "https://gitlab.com/group/app/container_registry/1",
    "web-page",
    /GitLab/,
    "registry.gitlab.com/group/app",
  ],
  ["https://github.com/acme/app/pkgs/container/app", "web-page", /GitHub/, "ghcr.io/acme/app"],
  [
    "https://eu-central-1.console.aws.amazon.com/ecr/repositories/private/111122223333/app?region=eu-central-1",
    "web-page",
    /AWS console/,
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app",
  ],
  [
    "https://console.cloud.google.com/artifacts/docker/proj/europe/repo/app",
    "web-page",
    /Google Cloud/,
    "europe-docker.pkg.dev/proj/repo/app",
  ],
  // [r14]
  ["ghcr.io/acme/app:1 ", "spaces", /space before or behind/, "ghcr.io/acme/app:1"],
  ["ghcr.io/acme/app :1", "spaces", /space inside/, "ghcr.io/acme/app:1"],
  ["acme app", "spaces", /space inside/],
  ["ghcr.io/acme/app:1\n", "line-break", /line break/, "ghcr.io/acme/app:1"],
  ["ghcr.io/acme/\n  app:1", "line-break", /line break inside/, "ghcr.io/acme/app:1"],
  ['"ghcr.io/acme/app:1"', "quotes", /quotes/, "ghcr.io/acme/app:1"],
  // [r22]
  ["docker pull ghcr.io/acme/app:1", "command", /docker pull before the reference/, "ghcr.io/acme/app:1"],
  ["FROM acme/app:1 AS build", "command", /FROM/, "acme/app:1"],
  ["image: acme/app:1", "command", /image:/, "acme/app:1"],
  // [r15]
  [`\${ImageUri}`, "placeholder", /placeholder that was not filled in: \$\{ImageUri\}/],
  ["ghcr.io/acme/app:{{ tag }}", "placeholder", /\{\{ tag \}\}/],
  ["<account>.dkr.ecr.eu-central-1.amazonaws.com/app", "placeholder", /<account>/],
  ["$IMAGE_URI", "placeholder", /\$IMAGE_URI/],
  // [c21]
  [
    "REPLACE_ME_ACCOUNT_ID.dkr.ecr.REPLACE_ME_REGION.amazonaws.com/app:latest",
    "placeholder",
    /REPLACE_ME_ACCOUNT_ID/,
  ],
  // [r34]
  ["ghcr.io:99999/acme/app:1", "port", /no such port/],
  ["ghcr.io:0/acme/app:1", "port", /no such port/],
  ["ghcr.io:http/acme/app:1", "port", /no such port/],
  ["ghcr.io/Acme/App:1", "upper-case", /upper-case/, "ghcr.io/acme/app:1"],
  ["acme/app:", "tag", /colon, and no tag/, "acme/app"],
  ["acme/app:1:2", "tag", /more than one tag/],
  ["acme/app:-1", "tag", /wrong tag/],
  [`acme/app:sha256:${hex}`, "digest", /colon before its digest/, `acme/app@sha256:${hex}`],
  ["acme/app@latest", "digest", /no digest/, "acme/app:latest"],
  ["acme/app@sha256:abc", "digest", /64 lower-case hexadecimal/],
  ["/acme//app/", "slashes", /slash/, "acme/app"],
  ["acme\\app", "slashes", /backslash/, "acme/app"],
  // [r24]
  ["me@ghcr.io/acme/app:1", "user", /user me before the host/, "ghcr.io/acme/app:1"],
  // [c07]
  ["docker_registry.com/image:1.0.0", "host", /no host has such a name/],
  [
    "arn:aws:ecr:eu-central-1:111122223333:repository/app",
    "arn",
    /ARN/,
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app",
  ],
  ["ghcr.io/acme/app?tag=1", "query", /web addresses/, "ghcr.io/acme/app"],
  ["acme/app, acme/other", "several", /list/],
  [hex, "image-id", /image's id/],
  ["", "empty", /empty/],
  ["acme/app-", "grammar", /not an image reference: .*is not a repository/],
  ["docker pull https://Hub.docker.com/r/acme/app/ ", "spaces", /space/, "acme/app"],
];

describe("the slip is named in", () => {
  for (const [text, form, says, likely] of mistaken) {
    test(`${JSON.stringify(text)}: ${form}`, () => {
      const reading = readImage(text);
      expect(reading).toMatchObject({ kind: "mistaken", text, form, likely });
      if (reading.kind === "mistaken") expect(reading.what).toMatch(says);
    });
  }
});

describe("a login in an image is never shown", () => {
  test.each([
    ["https://me:hunter2@ghcr.io/acme/app:1", "ghcr.io/acme/app:1"],
    ["me:hunter2@ghcr.io/acme/app:1", "ghcr.io/acme/app:1"],
    ["https://me:hunter2/@x@ghcr.io/acme/app", "ghcr.io/acme/app"],
    ["docker login -u me -p hunter2 ghcr.io", undefined],
    ['{"username":"me","password":"hunter2"}', undefined],
  ])("%s", (text, likely) => {
    const reading = readImage(text);
    expect(reading).toMatchObject({ kind: "mistaken", form: "login", likely });
    expect(JSON.stringify(reading)).not.toContain("hunter2");
    expect(maskImage(maskImage(text))).toBe(maskImage(text));
    expect(readImage(reading.text)).toEqual(reading);
  });

  test("not in the message of the error either", () => {
    expect(() => parseImageReference("https://me:hunter2@ghcr.io/acme/app")).toThrow(InvalidImageReference);
    expect(() => parseImageReference("https://me:hunter2@ghcr.io/acme/app")).not.toThrow(/hunter2/);
  });
});

const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(...misread.map(([text]) => text), ...mistaken.map(([text]) => text)),
  fc
    .array(
      fc.constantFrom(
        ...[
          "ghcr.io",
          "/",
          "acme",
          "app",
          ":",
          "1",
          "@",
          "sha256:",
          hex,
          " ",
          "https://",
          "docker pull ",
          "hub.docker.com",
        ],
        ...["/r/", "v1", "v2", "$" + "{", "}", "App", "\n", "?", "99999", "\\", '"', "_", "-", ".", "FROM "],
      ),
      { maxLength: 9 },
    )
    .map((parts) => parts.join("")),
);

test("an image is mistaken if Docker does not take it, or its port is none, and only then", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = readImage(text);
      let port: number | undefined;
      let isTaken = true;
      try {
        const reference = parseImageReference(text);
        port = "port" in reference ? reference.port : undefined;
      } catch (error) {
        if (!(error instanceof InvalidImageReference)) throw error;
        isTaken = false;
      }
      const isPort = port === undefined || (port >= 1 && port <= 65_535);
      expect(reading.kind === "mistaken").toBe(!(isTaken && isPort));
    }),
  );
});

test("what was likely meant is a reference that says what it is", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = readImage(text);
      const likely = "likely" in reading ? reading.likely : undefined;
      if (likely !== undefined)
        expect(["registry", "curated", "ecr", "ecr-public"]).toContain(readImage(likely).kind);
    }),
  );
});

test("slips beyond count are read, too", () => {
  expect(readImage("https://".repeat(20_000))).toMatchObject({ kind: "mistaken" });
  expect(readImage('"'.repeat(20_000))).toMatchObject({ kind: "mistaken" });
  expect(readImage("FROM ".repeat(20_000))).toMatchObject({ kind: "mistaken" });
});
