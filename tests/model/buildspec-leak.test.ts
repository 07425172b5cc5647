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
  ["buildah login -u me -p hunter2 quay.io", "a login with its password in the command"],
  ["skopeo login -u me -p hunter2 quay.io", "a login with its password in the command"],
  ["crane auth login ghcr.io -u me -p hunter2", "a login with its password in the command"],
  ["oras login ghcr.io -u me -p hunter2", "a login with its password in the command"],
  ["skopeo copy --src-creds me:hunter2 docker://a docker://b", "a login with its password in the command"],
  ["podman pull --creds='me:hunter2' quay.io/me/web", "a login with its password in the command"],
  [
    `echo '{"auths":{"ghcr.io":{"username":"me","password":"hunter2"}}}' > /kaniko/.docker/config.json`,
    "an authentication file of Docker",
  ],
  [
    `echo '{"auths":{"ghcr.io":{"auth":"'$(echo -n me:hunter2 | base64)'"}}}' > ~/.docker/config.json`,
    "a login in Base64, for an authentication file",
  ],
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
  "skopeo copy --src-creds me:$PASSWORD docker://a docker://b",
  "skopeo copy --src-creds $CREDS docker://a docker://b",
  `echo '{"auths":{"ghcr.io":{"auth":"'$(echo -n me:$PASSWORD | base64)'"}}}' > ~/.docker/config.json`,
  `echo '{"auths":{"ghcr.io":{"username":"me","password":"'$PASSWORD'"}}}' > ~/.docker/config.json`,
  `echo '{"credsStore":"ecr-login"}' > ~/.docker/config.json`,
  "echo -n stage:prod | base64",
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

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: a shell's variables
test.each<[string, readonly string[], number]>([
  ["a line that goes on", ["- |", "  docker login \\", "    -u me \\", "    -p hunter2"], 6],
  ["a folded scalar", ["- >-", "  docker login -u me", "  -p hunter2 ghcr.io"], 6],
  ["a plain scalar of two lines", ["- docker login -u me", "    -p hunter2"], 5],
  ["text handed in", ["- |", "  docker login -u me --password-stdin <<EOF", "  hunter2", "  EOF"], 6],
  [
    "a file written by hand",
    [
      "- |",
      "  cat > auth.json <<EOF",
      '  {"auths": {"a": {',
      '    "auth": "bWU6aHVudGVyMg=="',
      "  }}}",
      "  EOF",
    ],
    8,
  ],
])("%s is read as one", (_, commands, line) => {
  const buildspec = [
    "version: 0.2",
    "phases:",
    "  build:",
    "    commands:",
    ...commands.map((each) => `      ${each}`),
  ];
  expect(leaksInBuildspec(buildspec.join("\n")).map((leak) => leak.line)).toEqual([line]);
});

test.each<[string, readonly string[]]>([
  ["a line that goes on with a variable", ["- |", "  docker login -u me \\", '    -p "$PASSWORD"']],
  [
    "text handed in that is a variable",
    ["- |", "  docker login -u me --password-stdin <<EOF", "  ${PASSWORD}", "  EOF"],
  ],
  ["two commands of a list", ["- docker login -u me --password-stdin", "- docker run -p 8080 web"]],
  ["two lines of a script", ["- |", "  docker login --help", "  docker run -p 8080 web"]],
])("%s is none", (_, commands) => {
  const buildspec = [
    "version: 0.2",
    "phases:",
    "  build:",
    "    commands:",
    ...commands.map((each) => `      ${each}`),
  ];
  expect(leaksInBuildspec(buildspec.join("\n"))).toEqual([]);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: a shell's variables

test.each([
  `{"version":0.2,"env":{"variables":{"STAGE":"prod","DOCKER_PASSWORD":"hunter2"},"secrets-manager":{"DOCKER_TOKEN":"hub:password"}}}`,
  "version: 0.2\nenv: { variables: { STAGE: prod, DOCKER_PASSWORD: hunter2 }, secrets-manager: { DOCKER_TOKEN: hub:password } }",
  "env:\n  variables: { DOCKER_PASSWORD: 'hunter2' }",
  `{"env": {\n "variables": {"DOCKER_PASSWORD": "hunter2", "DOCKER_TOKEN": "$OTHER"}}}`,
])("variables written in one line are looked at: %s", (buildspec) => {
  expect(leaksInBuildspec(buildspec).map(({ what }) => what)).toEqual([
    "a value for DOCKER_PASSWORD, under env/variables",
  ]);
});

test("a buildspec of JSON in one line has its commands looked at", () => {
  const commands = ['echo "hunter2" | docker login -u me --password-stdin'];
  const buildspec = JSON.stringify({ version: 0.2, phases: { build: { commands } } });
  expect(leaksInBuildspec(buildspec)).toMatchObject([{ what: "a login whose password is printed into it" }]);
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
        "skopeo copy --src-creds me:WORD docker://a",
        "env: { variables: { DOCKER_TOKEN: WORD } }",
        "docker login -u me --password-stdin <<EOF\nWORD\nEOF",
        "docker login \\\n -p WORD",
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
  for (const part of [
    "docker login -p ",
    "echo a|",
    '"auth":"',
    "A=b ",
    "docker ",
    "login ",
    "variables: {",
    "docker login <<E\n",
    "skopeo --creds ",
    "a \\\n",
    "- >\n a",
  ]) {
    expect(leaksInBuildspec(part.repeat(200_000)).length).toBeLessThan(21);
  }
});
