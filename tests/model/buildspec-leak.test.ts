import fc from "fast-check";
import { expect, test } from "vitest";
import { leaksInBuildspec } from "../../packages/core/src/model/buildspec-leak.ts";

const hubToken = `dckr_${"pat"}_abcdefghijklmnop0123`;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: a shell's variables
test.each([
  ["docker login -u me -p hunter2 ghcr.io", "a login with its password in the command"],
  ["docker login -u me -phunter2", "a login with its password in the command"],
  ["docker login --username me --password=hunter2", "a login with its password in the command"],
  ['docker login --username me --password "hunter2" ghcr.io', "a login with its password in the command"],
  ["podman login -p 'hunter2' -u me ghcr.io", "a login with its password in the command"],
  ["helm registry login ghcr.io -u me -p hunter2", "a login with its password in the command"],
  ["echo hunter2 | docker login -u me --password-stdin", "a login whose password is printed into it"],
  ['echo -n "hunter2" | docker login -u me --password-stdin', "a login whose password is printed into it"],
  [
    "printf '%s' 'hunter2' | docker login -u me --password-stdin",
    "a login whose password is printed into it",
  ],
  ["docker login -u me --password-stdin <<< hunter2", "a login whose password is printed into it"],
  [
    `echo '{"auths":{"ghcr.io":{"auth":"bWU6aHVudGVyMg=="}}}' > ~/.docker/config.json`,
    "an authentication file of Docker",
  ],
  [`curl -u me:${hubToken} https://hub.docker.com`, "a registry's token"],
  ["export DOCKER_PASSWORD=hunter2", "a value for DOCKER_PASSWORD"],
])("%s is a leak", (command, what) => {
  expect(leaksInBuildspec(`version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`)).toEqual([
    { line: 5, what },
  ]);
});

test.each([
  "docker login -u $USER -p $DOCKER_PASSWORD",
  'docker login -u me -p "$DOCKER_PASSWORD" ghcr.io',
  'docker login -u me --password "${DOCKER_PASSWORD}"',
  "docker login -u me -p $(aws secretsmanager get-secret-value --secret-id x --query SecretString)",
  "echo $DOCKER_PASSWORD | docker login -u me --password-stdin",
  'echo "$DOCKER_PASSWORD" | docker login -u me --password-stdin',
  "aws ecr get-login-password | docker login --username AWS --password-stdin 1.dkr.ecr.eu-central-1.amazonaws.com",
  "cat password.txt | docker login -u me --password-stdin",
  "docker login -u me --password-stdin < password.txt",
  "docker login -u me --password-stdin ghcr.io",
  "docker run -p 8080:80 me/web",
  "docker login && docker run -p 8080:80 me/web",
  "echo docker login",
  "export DOCKER_PASSWORD=$OTHER",
  'export DOCKER_PASSWORD="$(cat file)"',
  "DOCKER_SECRET_ARN=arn:aws:secretsmanager:x",
  "echo done | tee log",
])("%s is none", (command) => {
  expect(leaksInBuildspec(`version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`)).toEqual(
    [],
  );
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: a shell's variables

test("plain variables of a buildspec are looked at, and those that name secrets are not", () => {
  const buildspec = `version: 0.2
env:
  variables:
    STAGE: prod
    DOCKER_PASSWORD: hunter2
  secrets-manager:
    DOCKER_TOKEN: registry/hub:password
  parameter-store:
    REGISTRY_PASSWORD: /registry/password
phases:
  build:
    commands: [make]
`;
  expect(leaksInBuildspec(buildspec)).toEqual([
    { line: 5, what: "a value for DOCKER_PASSWORD, under env/variables" },
  ]);
});

test("JSON is looked at, too", () => {
  const buildspec = JSON.stringify(
    { version: 0.2, phases: { build: { commands: ["docker login -u me -p hunter2"] } } },
    undefined,
    2,
  );
  expect(leaksInBuildspec(buildspec)).toMatchObject([{ what: "a login with its password in the command" }]);
});

test.each(["buildspec.yml", "", "arn:aws:s3:::bucket/buildspec.yml"])(
  "the name of a file has none: %j",
  (name) => {
    expect(leaksInBuildspec(name)).toEqual([]);
  },
);

test("nothing of a value is in what is said of it", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{3,12}$/).map((text) => `zq${text}zq`);
  fc.assert(
    fc.property(
      word,
      fc.constantFrom(
        "docker login -p WORD",
        "echo WORD | docker login --password-stdin",
        "DOCKER_TOKEN=WORD",
      ),
      (value, form) => {
        const leaks = leaksInBuildspec(form.replace("WORD", value));
        expect(leaks).toHaveLength(1);
        expect(JSON.stringify(leaks)).not.toContain(value);
      },
    ),
  );
});

test("a line without end takes no time without end", () => {
  for (const part of ["docker login -p ", "echo a|", '"auth":"', "A=b ", "docker ", "login "]) {
    expect(leaksInBuildspec(part.repeat(200_000)).length).toBeLessThan(21);
  }
});
