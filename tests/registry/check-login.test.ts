/** The login in a secret, asked of a registry as Docker asks: what it says, and whom the login is sent to. */
import { describe, expect, test } from "vitest";
import { checkLogin } from "../../packages/registry/src/index.ts";
import {
  goodLogin,
  indexDigest,
  type RegistryOptions,
  registryHost,
  testRegistry,
} from "./support/registry.ts";

const badLogin = { ...goodLogin, password: "wrong" };
const now = () => new Date("2026-11-24T12:00:00.000Z");

async function check(
  options: RegistryOptions,
  {
    login = goodLogin,
    repository = "acme/web",
    tag = "1",
    digest,
  }: {
    login?: typeof goodLogin;
    repository?: string;
    tag?: string;
    digest?: string;
  } = {},
) {
  const registry = await testRegistry(options);
  const image = { host: registryHost, port: registry.port, repository, tag, digest };
  const { sight, outcome } = await checkLogin(image, login, {
    network: registry.network,
    from: "this computer",
    now,
  });
  return { ...registry, sight, outcome };
}

const twoPlatforms = [
  { os: "linux", architecture: "amd64", osVersion: undefined },
  { os: "linux", architecture: "arm64", osVersion: undefined },
];
const rate = { limit: 100, remaining: 76, windowSeconds: 21_600, retryAfterSeconds: undefined };

describe.each(["hub", "gitlab", "basic", "late"] as const)("a registry like %s", (kind) => {
  test("shows the image to a good login", async () => {
    const { outcome } = await check({ kind });
    expect(outcome).toEqual({
      kind: "shown",
      login: "accepted",
      digest: indexDigest,
      platforms: twoPlatforms,
      rate,
    });
  });

  test("rejects a bad one", async () => {
    const { outcome } = await check({ kind }, { login: badLogin });
    expect(outcome).toMatchObject({ kind: "rejected", codes: ["UNAUTHORIZED"] });
  });

  test("shows no image that is not there", async () => {
    expect((await check({ kind }, { tag: "2" })).outcome).toMatchObject({
      kind: "not-shown",
      login: "accepted",
      status: 404,
    });
  });
});

describe.each(["hub", "gitlab"] as const)("a token server like %s", (kind) => {
  test("a repository that the login may not see is told from a bad login", async () => {
    expect((await check({ kind }, { repository: "others/web" })).outcome).toMatchObject({
      kind: "not-shown",
      login: "accepted",
    });
  });

  test("the login is sent to the token server alone, and the registry gets the token", async () => {
    const { gotLogin, asked } = await check({ kind });
    expect(new Set(gotLogin)).toEqual(new Set(["tokens"]));
    expect(asked).toEqual([
      "registry GET /v2/ nothing",
      "tokens GET /token?service=registry.acme&scope=repository%3Aacme%2Fweb%3Apull Basic",
      "registry HEAD /v2/acme/web/manifests/1 Bearer",
      "registry GET /v2/acme/web/manifests/1 Bearer",
    ]);
  });
});

test("what a single image is built for is in its configuration, fetched without the login or the token", async () => {
  const { outcome, asked } = await check({ kind: "basic", image: "single" });
  expect(outcome).toMatchObject({
    kind: "shown",
    platforms: [{ os: "linux", architecture: "arm64", osVersion: undefined }],
  });
  expect(asked.filter((each) => each.startsWith("storage"))).toEqual([
    "storage GET /blob?signature=x nothing",
  ]);
});

test("the version of a Windows image is read", async () => {
  const { outcome } = await check({ image: "windows" });
  expect(outcome).toMatchObject({
    platforms: [{ os: "windows", architecture: "amd64", osVersion: "10.0.17763.6532" }],
  });
});

test("an image by its digest is asked for by the digest", async () => {
  const { outcome } = await check({}, { tag: "another", digest: indexDigest });
  expect(outcome).toMatchObject({ kind: "shown", digest: indexDigest });
});

test("a registry that asks for no login gets none", async () => {
  const { outcome, gotLogin } = await check({ kind: "open" });
  expect(outcome).toMatchObject({ kind: "shown", login: "not-asked-for" });
  expect(gotLogin).toEqual([]);
});

test.each(["/v2/", "/v2/acme/web/manifests/1"])(
  "a limit at %s is told with what the headers say",
  async (path) => {
    const { outcome } = await check({
      before(request, response) {
        const isLimited = request.url === path && request.headers.authorization !== undefined;
        if (isLimited)
          response.writeHead(429, { "retry-after": "60", "ratelimit-limit": "100;w=21600" }).end();
        return isLimited;
      },
      ...(path === "/v2/" && { kind: "basic" }),
    });
    expect(outcome).toEqual({
      kind: "rate-limited",
      by: registryHost,
      rate: { limit: 100, windowSeconds: 21_600, remaining: undefined, retryAfterSeconds: 60 },
    });
  },
);

test("a token server's limit is told as its own", async () => {
  const { outcome } = await check({
    tokenServer(_, response) {
      response.writeHead(429).end();
      return true;
    },
  });
  expect(outcome).toEqual({ kind: "rate-limited", by: "auth.acme-builds.dev", rate: undefined });
});

describe("the login stays here", () => {
  test.each([
    ["a realm without TLS", `Bearer realm="http://${registryHost}/token"`],
    ["a realm at a private address", 'Bearer realm="https://10.0.0.7/token"'],
    ["a realm at the metadata of the machine", 'Bearer realm="https://169.254.169.254/token"'],
    ["a realm at a reserved name", 'Bearer realm="https://registry.internal/token"'],
    ["a realm at a port of no registry", 'Bearer realm="https://auth.acme-builds.dev:22/token"'],
    ["a realm that is none", 'Bearer realm="token"'],
    ["an empty realm", 'Bearer realm=""'],
    ["a realm with a login of its own", 'Bearer realm="https://a:b@auth.acme-builds.dev/token"'],
    ["a scheme that Docker does not know", 'Negotiate, Digest realm="x"'],
    ["a long challenge", `Bearer realm="https://auth.acme-builds.dev/${"a".repeat(9_000)}"`],
  ])("%s", async (_, challenge) => {
    const { outcome, gotLogin } = await check({ challenge });
    expect(outcome.kind).toBe("unknown");
    expect(gotLogin).toEqual([]);
  });

  test("a realm whose certificate is another's gets nothing", async () => {
    const registry = await testRegistry();
    const { outcome, gotLogin } = await check({
      challenge: `Bearer realm="https://auth.acme-builds.dev:${registry.port}/token"`,
    });
    expect(outcome).toMatchObject({ kind: "unknown", why: expect.stringContaining("certificate") });
    expect([...gotLogin, ...registry.gotLogin]).toEqual([]);
  });

  test("a token server that redirects gets no login sent on", async () => {
    const elsewhere = await testRegistry();
    const { outcome } = await check({
      tokenServer(_, response) {
        response.writeHead(307, { location: `https://${registryHost}:${elsewhere.port}/token` }).end();
        return true;
      },
    });
    expect(outcome).toEqual({ kind: "unknown", why: "auth.acme-builds.dev answered 307 to the login" });
    expect(elsewhere.asked).toEqual([]);
  });

  test("a registry that redirects the manifest sends neither login nor token on", async () => {
    const elsewhere = await testRegistry();
    const { asked } = await check({
      kind: "basic",
      before({ url = "" }, response) {
        const isManifest = url.includes("/manifests/");
        if (isManifest)
          response.writeHead(307, { location: `https://auth.acme-builds.dev:${elsewhere.port}/` }).end();
        return isManifest;
      },
    });
    expect(asked.length).toBeGreaterThan(1);
    expect(elsewhere.gotLogin).toEqual([]);
  });

  test("a registry that is not reached gets no login", async () => {
    const registry = await testRegistry();
    const image = {
      host: "10.0.0.7",
      port: registry.port,
      repository: "acme/web",
      tag: "1",
      digest: undefined,
    };
    const { outcome } = await checkLogin(image, goodLogin, {
      network: registry.network,
      from: "this computer",
      now,
    });
    expect(outcome).toEqual({ kind: "not-reached" });
    expect(registry.asked).toEqual([]);
  });
});

test("a token that would end the header is none", async () => {
  const { outcome, asked } = await check({
    tokenServer(_, response) {
      response.end(JSON.stringify({ token: "a\r\nx-more: b" }));
      return true;
    },
  });
  expect(outcome).toEqual({ kind: "unknown", why: "the registry's token server gives no token" });
  expect(asked.filter((each) => each.startsWith("registry HEAD"))).toEqual([]);
});

test("what a registry echoes of the login is nowhere in what is told", async () => {
  const { username, password } = goodLogin;
  const echo = [
    password,
    Buffer.from(`${username}:${password}`).toString("base64"),
    encodeURIComponent(password),
  ];
  const hex = Buffer.from(password).toString("hex").padEnd(64, "0");
  for (const status of [200, 400, 401, 403, 404, 418, 429, 500]) {
    const { outcome, sight } = await check({
      kind: "basic",
      before(request, response) {
        if (request.headers.authorization === undefined) return false;
        const isLogin = request.url === "/v2/";
        response.writeHead(isLogin ? 200 : status, {
          "docker-content-digest": `sha256:${hex}`,
          "content-type": encodeURIComponent(password),
          "retry-after": encodeURIComponent(password),
          "ratelimit-limit": encodeURIComponent(password),
          location: `https://${registryHost}/${encodeURIComponent(password)}`,
        });
        const platform = { os: password, architecture: password, "os.version": password };
        response.end(
          JSON.stringify({
            errors: [{ code: password, message: echo.join(" ") }],
            manifests: [{ platform }],
            ...platform,
          }),
        );
        return true;
      },
    });
    const told = JSON.stringify({ outcome, sight });
    for (const word of [...echo, hex]) expect(told).not.toContain(word);
  }
});

test.each([
  ["a body that is not JSON", "not JSON"],
  ["JSON that is no object", "[1]"],
  ["no token", "{}"],
  ["a token that is no string", '{"token":{"a":1}}'],
])("a token server that answers %s", async (_, body) => {
  const { outcome } = await check({
    tokenServer(__, response) {
      response.end(body);
      return true;
    },
  });
  expect(outcome).toEqual({ kind: "unknown", why: "the registry's token server gives no token" });
});

test("a manifest without end is not read, and the image is shown all the same", async () => {
  const { outcome } = await check({
    kind: "open",
    before({ method, url = "" }, response) {
      const isManifest = method === "GET" && url.includes("/manifests/");
      if (isManifest) {
        const more = () => void response.write(" ".repeat(100_000), (error) => error || more());
        more();
      }
      return isManifest;
    },
  });
  expect(outcome).toMatchObject({ kind: "shown", digest: undefined, platforms: undefined });
});
