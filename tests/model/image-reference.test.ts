import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidImageReference, parseImageReference } from "../../packages/core/src/model/image.ts";

/**
 * The cases of the first three tables are those of github.com/distribution/reference (normalize_test.go, reference_test.go
 * and regexp_test.go at 0965666a; Apache-2.0), brought into one form: what `docker pull` makes of a text.
 */
const f64 = "f".repeat(64);
const id = "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";

const taken: readonly (readonly [
  text: string,
  domain: string,
  repository: string,
  tag?: string | undefined,
  digest?: string,
])[] = [
  ["docker/docker", "docker.io", "docker/docker"],
  ["library/debian", "docker.io", "library/debian"],
  ["debian", "docker.io", "library/debian"],
  ["docker.io/docker/docker", "docker.io", "docker/docker"],
  ["docker.io/library/debian", "docker.io", "library/debian"],
  ["docker.io/debian", "docker.io", "library/debian"],
  ["docker.io/library/foo/bar", "docker.io", "library/foo/bar"],
  ["index.docker.io/docker/docker", "docker.io", "docker/docker"],
  ["index.docker.io/library/debian", "docker.io", "library/debian"],
  ["index.docker.io/debian", "docker.io", "library/debian"],
  ["127.0.0.1:5000/docker/docker", "127.0.0.1:5000", "docker/docker"],
  ["127.0.0.1:5000/library/debian", "127.0.0.1:5000", "library/debian"],
  ["127.0.0.1:5000/debian", "127.0.0.1:5000", "debian"],
  ["192.168.0.1", "docker.io", "library/192.168.0.1"],
  ["192.168.0.1:80", "docker.io", "library/192.168.0.1", "80"],
  ["192.168.1.1:tag", "docker.io", "library/192.168.1.1", "tag"],
  ["192.168.0.1:8/debian", "192.168.0.1:8", "debian"],
  ["192.168.1.1/repo", "192.168.1.1", "repo"],
  ["192.168.1.1:5000/repo:5050", "192.168.1.1:5000", "repo", "5050"],
  ["192.168.1.1:75050/repo", "192.168.1.1:75050", "repo"],
  [
    "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev",
    "docker.io",
    "library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev",
  ],
  ["[fc00::1]:5000/docker", "[fc00::1]:5000", "docker"],
  ["[fc00:1:2:3:4:5:6:7]:5000/library/debian", "[fc00:1:2:3:4:5:6:7]:5000", "library/debian"],
  ["[2001:db8::1]/repo", "[2001:db8::1]", "repo"],
  ["[2001:db8::]:5000/repo", "[2001:db8::]:5000", "repo"],
  ["[::1]:5000/repo:tag", "[::1]:5000", "repo", "tag"],
  [`[2001:db8::1]:5000/repo:tag@sha256:${f64}`, "[2001:db8::1]:5000", "repo", "tag", `sha256:${f64}`],
  [`docker.io/${id}`, "docker.io", `library/${id}`],
  ["Docker/docker", "Docker", "docker"],
  ["DOCKER/docker", "DOCKER", "docker"],
  ["Uppercase/lowercase:tag", "Uppercase", "lowercase", "tag"],
  ["Asdf.com/foo/bar", "Asdf.com", "foo/bar"],
  ["lowercase:Uppercase", "docker.io", "library/lowercase", "Uppercase"],
  ["docker-rules/docker", "docker.io", "docker-rules/docker"],
  ["docker---rules/docker", "docker.io", "docker---rules/docker"],
  ["d/docker", "docker.io", "d/docker"],
  ["jess/t", "docker.io", "jess/t"],
  ["dock__er/docker", "docker.io", "dock__er/docker"],
  ["private/moonbase", "docker.io", "private/moonbase"],
  ["example.com/private/moonbase", "example.com", "private/moonbase"],
  ["example.com:8000/privatebasee", "example.com:8000", "privatebasee"],
  ["ubuntu-12.04-base", "docker.io", "library/ubuntu-12.04-base"],
  ["store/foo/bar", "docker.io", "store/foo/bar"],
  ["test_com", "docker.io", "library/test_com"],
  ["test_com/foo", "docker.io", "test_com/foo"],
  ["test.com:tag", "docker.io", "library/test.com", "tag"],
  ["test.com:5000", "docker.io", "library/test.com", "5000"],
  ["foo_bar.com:8080", "docker.io", "library/foo_bar.com", "8080"],
  ["foo/foo_bar.com:8080", "docker.io", "foo/foo_bar.com", "8080"],
  ["test.com/repo:tag", "test.com", "repo", "tag"],
  ["test:5000/repo", "test:5000", "repo"],
  ["test-com:8080/foo", "test-com:8080", "foo"],
  [`test:5000/repo@sha256:${f64}`, "test:5000", "repo", undefined, `sha256:${f64}`],
  [`test:5000/repo:tag@sha256:${f64}`, "test:5000", "repo", "tag", `sha256:${f64}`],
  [`busybox:latest@sha256:${f64}`, "docker.io", "library/busybox", "latest", `sha256:${f64}`],
  [`localhost:8080@sha256:${f64}`, "docker.io", "library/localhost", "8080", `sha256:${f64}`],
  [`localhost@sha256:${f64}`, "docker.io", "library/localhost", undefined, `sha256:${f64}`],
  ["localhost/name", "localhost", "name"],
  ["localhost:8080/name", "localhost:8080", "name"],
  ["sub-dom1.foo.com/bar/baz/quux:some-long-tag", "sub-dom1.foo.com", "bar/baz/quux", "some-long-tag"],
  [
    "b.gcr.io/test.example.com/my-app:test.example.com",
    "b.gcr.io",
    "test.example.com/my-app",
    "test.example.com",
  ],
  ["xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com", "myimage", "xn--n3h.com"],
  ["xn--n3h.com:18080/foo", "xn--n3h.com:18080", "foo"],
  [
    `xn--7o8h.com/myimage:xn--7o8h.com@sha512:${f64}${f64}`,
    "xn--7o8h.com",
    "myimage",
    "xn--7o8h.com",
    `sha512:${f64}${f64}`,
  ],
  ["example.com/some_separator__underscore/myimage", "example.com", "some_separator__underscore/myimage"],
  [
    "registry.io/foo/project--id.module--name.ver---sion--name",
    "registry.io",
    "foo/project--id.module--name.ver---sion--name",
  ],
  [
    `${"a/".repeat(127)}a:tag-puts-this-over-max`,
    "docker.io",
    `${"a/".repeat(127)}a`,
    "tag-puts-this-over-max",
  ],
  ["dbcc1", "docker.io", "library/dbcc1"],
  [f64.slice(1), "docker.io", `library/${f64.slice(1)}`],
  [`${f64}0`, "docker.io", `library/${f64}0`],
  [`sha256:${f64}`, "docker.io", "library/sha256", f64],
];

for (const [text, domain, repository, tag, digest] of taken) {
  test(`${text} is read as Docker reads it`, () => {
    const image = parseImageReference(text);
    if (image.kind !== "registry") throw new Error(`classified as ${image.kind}`);
    const host = image.host.includes(":") ? `[${image.host}]` : image.host;
    expect({ ...image, host: image.port === undefined ? host : `${host}:${image.port}` }).toMatchObject({
      host: domain,
      repository,
      tag: tag ?? (digest === undefined ? "latest" : undefined),
      digest,
    });
  });
}

const refused: readonly (readonly [string, RegExp])[] = [
  ["", /it is empty/],
  ["https://github.com/docker/docker", /"https:" is not a host/],
  ["docker/Docker", /upper-case/],
  ["Uppercase:tag", /upper-case/],
  ["docker.io/docker/Docker", /upper-case/],
  ["test:5000/Uppercase/lowercase:tag", /upper-case/],
  ["Foo/FarB", /upper-case/],
  ["-docker", /is not a repository/],
  ["-docker/docker", /is not a repository/],
  ["docker-/docker", /is not a repository/],
  ["-docker.io/docker/docker", /"-docker.io" is not a host/],
  ["docker///docker", /is not a repository/],
  ["docker.io/docker///docker", /is not a repository/],
  ["docker/", /is not a repository/],
  ["foo.com/", /is not a repository/],
  ["a/a/a/a/", /is not a repository/],
  ["foo.com/a-/a/a", /is not a repository/],
  ["foo/bar-", /is not a repository/],
  ["____/____", /is not a repository/],
  ["_docker/_docker", /is not a repository/],
  ["docker_/docker_", /is not a repository/],
  ["dock..er/docker", /is not a host/],
  ["dock_.er/docker", /is not a host/],
  ["dock-.er/docker", /is not a host/],
  ["docker./docker", /is not a host/],
  [".docker/docker", /is not a host/],
  ["do__cker:8080/docker", /is not a host/],
  ["bad_hostname.com:8080/myapp:tag", /is not a host/],
  ["foo.com:http/bar", /is not a host/],
  ["example.com/__underscore/myimage", /is not a repository/],
  ["example.com/.dots/myimage", /is not a repository/],
  ["example.com/nodouble..dots/myimage", /is not a repository/],
  ["a^a", /is not a repository/],
  ["aa/asdf$$^/aa", /is not a repository/],
  ["[fc00::1]", /is not a repository/],
  ["[fc00::1]:5000", /is not a repository/],
  ["[2001:db8::1]:tag", /is not a repository/],
  ["fc00::1:5000/debian", /is not a host/],
  ["[fe80::1%eth0]:5000/debian", /is not a host/],
  ["[fe80::1%@invalidzone]:5000/repo", /is not a host/],
  ["[2001:db8:3:4::192.0.2.33]:5000/debian", /is not a host/],
  ["[fd00:1:2::3]75050/repo", /is not a host/],
  ["[fd00:1:2::3]::75050/repo", /is not a host/],
  [id, /64 hexadecimal characters are an image's id/],
  [`${"this_is_not_a_valid_namespace_".repeat(9)}/docker`, /longer than 255 characters/],
  [`${"a/".repeat(128)}a:tag`, /longer than 255 characters/],
  [":justtag", /is not a repository/],
  [`@sha256:${f64}`, /is not a repository/],
  ["repo:", /"" is not a tag/],
  ["repo:-foo", /is not a tag/],
  ["repo:invalid~tag", /is not a tag/],
  [`repo:${"t".repeat(129)}`, /is not a tag/],
  [`repo@sha256:${"f".repeat(34)}`, /sha256 digest is not 64/],
  [`repo@sha256:${"F".repeat(64)}`, /sha256 digest is not 64 lower-case/],
  [`validname@invaliddigest:${f64}`, /not of sha256, sha384 or sha512/],
  [`repo@sha256:g${f64.slice(1)}`, /sha256 digest is not 64/],
  [`repo@sha256:${f64.slice(1)}g`, /sha256 digest is not 64/],
  [`repo@x:sha256:${f64}`, /not of sha256/],
  ["aws/codebuild/", /is not a repository/],
  ["registry.com:8080/myapp@bad", /not of sha256, sha384 or sha512/],
  ["repo@", /not of sha256, sha384 or sha512/],
  // Docker's parser reads this one as a path without a host, and then finds no registry to pull it from.
  ["foo_bar.com/repo", /"foo_bar.com" is not a host/],
  ["nginx ", /is not a repository/],
  ["nginx\n", /is not a repository/],
  ["registry.example.com./repo", /is not a host/],
];

test.each(refused)("%j is refused, and the message says why", (text, why) => {
  expect(() => parseImageReference(text)).toThrow(InvalidImageReference);
  expect(() => parseImageReference(text)).toThrow(why);
});

test.each([
  ["sha384", 96],
  ["sha512", 128],
] as const)("a digest of %s has %d characters", (algorithm, length) => {
  const image = parseImageReference(`repo@${algorithm}:${"0".repeat(length)}`);
  expect(image).toMatchObject({ digest: `${algorithm}:${"0".repeat(length)}`, tag: undefined });
  expect(() => parseImageReference(`repo@${algorithm}:${"0".repeat(length - 1)}`)).toThrow(
    InvalidImageReference,
  );
});

test("a tag may have 128 characters, a repository 255 beside its host", () => {
  expect(parseImageReference(`r:${"t".repeat(128)}`)).toMatchObject({ tag: "t".repeat(128) });
  expect(parseImageReference(`example.com/${"r".repeat(255)}`)).toMatchObject({
    repository: "r".repeat(255),
  });
  expect(() => parseImageReference(`example.com/${"r".repeat(256)}`)).toThrow("longer than 255");
});

describe("who serves the image", () => {
  test.each([
    "aws/codebuild/standard:7.0",
    "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs20",
    "aws/codebuild/windows-base:2022-1.0",
  ])("%s is curated by CodeBuild, not on Docker Hub", (text) => {
    expect(parseImageReference(text)).toEqual({ kind: "curated", text });
  });

  test.each([
    "aws/codebuilder/x",
    "docker.io/aws/codebuild/standard:7.0",
    "example.com/aws/codebuild/standard",
  ])("%s is not curated", (text) => {
    expect(parseImageReference(text)).toMatchObject({ kind: "registry" });
  });

  test.each([
    ["111122223333.dkr.ecr.eu-central-1.amazonaws.com", "eu-central-1"],
    ["111122223333.dkr.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
    ["111122223333.dkr.ecr-fips.us-east-1.amazonaws.com", "us-east-1"],
    ["111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"],
    ["111122223333.dkr-ecr.us-west-2.on.aws", "us-west-2"],
    ["111122223333.dkr-ecr-fips.us-gov-east-1.on.aws", "us-gov-east-1"],
    ["111122223333.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn", "cn-northwest-1"],
    ["111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"],
    ["111122223333.DKR.ECR.us-east-1.amazonaws.com", "us-east-1"],
    ["111122223333.dkr.ecr.us-east-1.amazonaws.com:443", "us-east-1"],
  ])("%s is Amazon ECR", (host, region) => {
    const image = parseImageReference(`${host}/team/build:7`);
    expect(image).toMatchObject({ kind: "ecr", account: "111122223333", region, repository: "team/build" });
  });

  test.each(["public.ecr.aws", "ecr-public.aws.com", "Public.ECR.aws"])("%s is Amazon ECR Public", (host) => {
    expect(parseImageReference(`${host}/docker/library/redis:7`)).toMatchObject({ kind: "ecr-public" });
  });

  test.each([
    "11112222333.dkr.ecr.us-east-1.amazonaws.com",
    "111122223333.dkr.ecr.us-east-1.amazonaws.com.evil.example",
    "evil-111122223333.dkr.ecr.us-east-1.amazonaws.com",
    "111122223333.dkr-ecr.us-east-1.on.aws.evil.example",
    "evil-111122223333.dkr-ecr.us-east-1.on.aws",
    "111122223333.dkr.ecr.amazonaws.com",
    "111122223333.dkr-ecr.us-east-1.amazonaws.com",
    "111122223333.dkr.ecr.us-east-1.on.aws",
    "111122223333xdkr.ecr.us-east-1.amazonaws.com",
    "public.ecr.aws.evil.example",
    "ghcr.io",
    "quay.io",
  ])("%s is a registry like any other", (host) => {
    expect(parseImageReference(`${host}/team/build:7`)).toMatchObject({ kind: "registry", host });
  });
});

describe("properties", () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const path = fc
    .array(fc.tuple(word, fc.constantFrom("", ".", "_", "__", "-", "---"), word), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.map(([a, separator, b]) => a + separator + b).join("/"));
  const host = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}\.[a-z]{2,6}$/),
    fc.ipV4(),
    fc.stringMatching(/^[a-f0-9]{1,4}(:[a-f0-9]{1,4}){7}$/),
    fc.constant("localhost"),
  );
  const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined });
  const digest = fc.option(fc.stringMatching(/^sha256:[a-f0-9]{64}$/), { nil: undefined });
  const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });

  test("what is printed from the parts is read as the same parts", () => {
    fc.assert(
      fc.property(host, port, path, tag, digest, (host, port, repository, tag, digest) => {
        const shown = host.includes(":") ? `[${host}]` : host;
        const name = `${shown}${port === undefined ? "" : `:${port}`}/${repository}`;
        const text = `${name}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
        const read = parseImageReference(text);
        const given = tag ?? (digest === undefined ? "latest" : undefined);
        expect(read).toEqual({ kind: "registry", text, host, port, repository, tag: given, digest });
      }),
    );
  });

  test("any text is read or refused, never anything else, and fast", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 400 }), fc.stringMatching(/^[a-z._\-/:@[\]A-Z0-9]{0,300}$/)),
        (text) => {
          try {
            expect(parseImageReference(text).text).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidImageReference);
          }
        },
      ),
    );
  });
});
