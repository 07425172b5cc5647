/** `check-credentials`: what is wrong with the login in a secret, told without the login. */
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import { casesIn } from "../cases/support/case-files.ts";
import { goodLogin, type RegistryOptions, registryHost, testRegistry } from "../registry/support/registry.ts";
import { createAccount } from "./support/account.ts";
import { pullpass, type Ran } from "./support/run.ts";

const good = JSON.stringify(goodLogin);
const bad = JSON.stringify({ ...goodLogin, password: "canary-wrong" });

async function check(
  value: string,
  options: RegistryOptions = {},
  { image = "acme/web:1", more = [] }: { image?: string; more?: readonly string[] } = {},
): Promise<Ran & { readonly asked: Ran["asked"]; readonly gotLogin: readonly string[] }> {
  const account = await createAccount();
  await account.secrets.send(new CreateSecretCommand({ Name: "registry/acme", SecretString: value }));
  const { port, network, gotLogin } = await testRegistry(options);
  const reference = `${registryHost}:${port}/${image}`;
  const ran = await pullpass(
    account.sandbox,
    ["check-credentials", "registry/acme", "--image", reference, ...more],
    { internet: network },
  );
  return { ...ran, out: ran.out.replaceAll(String(port), "PORT"), gotLogin };
}

test("a login that the registry takes, and an image that it shows", async () => {
  const { out, code } = await check(good);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "registry/acme, for registry.acme-builds.dev:PORT/acme/web:1
      value         a user name and a password are there
      endpoint      registry.acme-builds.dev:PORT
      addresses     127.0.0.1
      seen          127.0.0.1 answers as a registry, with 401, over TLS
      from          this computer, whose network is not CodeBuild's
      login         accepted
      image         sha256:bc4539e09c58dc0c6617b6c68855f8379b504d8622128c24911a078ff3be522b
      built for     linux/amd64 and linux/arm64
      pulls allowed 100 within 21600 seconds
      pulls left    76
    "
  `);
});

test("a rejected login, with what to do", async () => {
  const { out, code } = await check(bad);
  expect(code).toBe(1);
  expect(out).toMatchInlineSnapshot(`
    "registry/acme, for registry.acme-builds.dev:PORT/acme/web:1
      value         a user name and a password are there
      endpoint      registry.acme-builds.dev:PORT
      addresses     127.0.0.1
      seen          127.0.0.1 answers as a registry, with 401, over TLS
      from          this computer, whose network is not CodeBuild's
      login         rejected

      ! high  The registry registry.acme-builds.dev does not accept the login of the secret registry/acme. (credentials-rejected)
          secret: arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/acme-vLqBWR
          image: registry.acme-builds.dev:PORT/acme/web:1
          answer: auth.acme-builds.dev answered 401, UNAUTHORIZED
          to do:
            Make a new password or access token in the registry registry.acme-builds.dev, for the user that the secret names.
            Write the login to credential.json, as JSON with "username" and "password", and store it.
              aws secretsmanager put-secret-value --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/acme-vLqBWR --secret-string file://credential.json
    "
  `);
});

test.each([
  ["image-not-found", good, {}, { image: "acme/web:2" }],
  ["image-not-found", good, {}, { image: "others/web:1" }],
  ["image-platform-mismatch", good, { image: "single" }, {}],
  [
    "image-platform-mismatch",
    good,
    { image: "windows" },
    { more: ["--environment-type", "WINDOWS_SERVER_2022_CONTAINER"] },
  ],
  ["credentials-rejected", bad, { kind: "basic" }, {}],
  ["secret-malformed", '{"username":"me","password":""}', {}, {}],
] as const)("%s ends with 1", async (rule, value, options, rest) => {
  const { out, code } = await check(value, options, {
    ...rest,
    more: ["--json", ...("more" in rest ? rest.more : [])],
  });
  expect(JSON.parse(out).findings.map((each: { rule: string }) => each.rule)).toEqual([rule]);
  expect(code).toBe(1);
});

test("what fits the environment is fine", async () => {
  expect(
    (await check(good, { image: "single" }, { more: ["--environment-type", "ARM_CONTAINER"] })).code,
  ).toBe(0);
});

test("a limit is told with what the headers say", async () => {
  const { out, code } = await check(good, {
    before({ method }, response) {
      if (method === "HEAD")
        response.writeHead(429, { "retry-after": "60", "ratelimit-remaining": "0;w=21600" }).end();
      return method === "HEAD";
    },
  });
  expect(code).toBe(1);
  expect(out).toContain("(rate-limited)");
  expect(out).toContain("again in: 60 seconds");
});

test("what could not be told is no finding, and ends with 3", async () => {
  const { out, code } = await check(good, {
    before(_, response) {
      response.writeHead(500).end();
      return true;
    },
  });
  expect(code).toBe(3);
  expect(out).toContain("could not tell: 127.0.0.1 answered 500 to /v2/");
  expect(out).not.toContain("! ");
});

test("a value that is no login is sent nowhere", async () => {
  const { gotLogin, out } = await check("canary:canary");
  expect(gotLogin).toEqual([]);
  expect(out).toContain("it is plain text, as user:password");
});

/** Values as people store them, with the registry's login in them where there is room for one. */
const stored = casesIn<{ id: string; secretString?: string; expected: { rule?: string; verdict: string } }>(
  "projects",
).filter(([, { id }]) => /^s\d+$/.test(id));

test.each(stored)("%s is read as it is", async (_, { secretString = "", expected }) => {
  const { out } = await check(secretString, {}, { more: ["--json"] });
  const { findings } = JSON.parse(out);
  const rules = findings.map((each: { rule: string; severity: string }) => `${each.rule} ${each.severity}`);
  // A login of another registry; names in another case may do.
  const others = expected.verdict === "pulls" ? "credentials-rejected high" : "secret-malformed medium";
  expect(rules).toEqual([expected.rule === undefined ? others : `${expected.rule} high`]);
});

describe("nothing is asked", () => {
  test.each([
    ["aws/codebuild/standard:7.0", "takes no registry credential"],
    ["111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1", "takes no registry credential"],
    ["Acme/Web", "names no registry"],
  ])("of %s", async (image, says) => {
    const account = await createAccount();
    await account.secret("hub");
    const { err, code } = await pullpass(account.sandbox, ["check-credentials", "hub", "--image", image]);
    expect(err).toContain(says);
    expect(code).toBe(3);
  });

  test("of a secret that is not there", async () => {
    const account = await createAccount();
    const { err, code } = await pullpass(account.sandbox, [
      "check-credentials",
      "hub",
      "--image",
      "acme/web",
    ]);
    expect(err).toContain("There is no secret hub in eu-central-1");
    expect(code).toBe(3);
  });
});

test("an image is needed", async () => {
  const { err, code } = await pullpass(undefined, ["check-credentials", "hub"]);
  expect(err).toContain("--image");
  expect(code).toBe(2);
});

describe("the login is never told", () => {
  const canary = "canary-pa55w0rd";
  const login = { username: "canary-user", password: canary };
  const forms = [
    canary,
    login.username,
    Buffer.from(`${login.username}:${canary}`).toString("base64"),
    Buffer.from(canary).toString("hex"),
  ];

  /** The registry says all that it got, wherever there is room. */
  const echoing: RegistryOptions["before"] = (request, response) => {
    const { authorization = "" } = request.headers;
    if (authorization === "") return false;
    const said = [
      authorization,
      Buffer.from(authorization.split(" ")[1] ?? "", "base64").toString(),
      ...forms,
    ].join(" ");
    response.writeHead(request.method === "HEAD" ? 404 : 401, said.replaceAll(/[^ -~]/g, ""), {
      "x-said": encodeURIComponent(said),
    });
    response.end(JSON.stringify({ errors: [{ code: said, message: said }], [said]: said }));
    return true;
  };
  const values = [
    JSON.stringify(login),
    JSON.stringify([login]),
    JSON.stringify({ auths: { "ghcr.io": login } }),
    JSON.stringify({ Username: login.username, Password: canary }),
    JSON.stringify({ [canary]: login.username }),
    `${login.username}:${canary}`,
    `{"username":"${login.username}","password":${canary}}`,
  ];
  const kinds = ["hub", "gitlab", "basic", "late"] as const;
  const runs = values.flatMap((value) => kinds.map((kind) => ({ value, kind })));

  test.each(runs)("whatever $kind answers to $value", async ({ value, kind }) => {
    const options = { kind, before: echoing, tokenServer: echoing };
    for (const more of [[], ["--json"], ["--debug"]]) {
      const { out, err } = await check(value, options, { more });
      for (const form of forms) expect(out + err).not.toContain(form);
    }
  });
});
