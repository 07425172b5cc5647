/** The CNCF distribution registry, which no one here wrote: what pullpass and the sandbox's builds find in it. */
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLogin } from "../../packages/registry/src/index.ts";
import { registries } from "../../packages/sandbox/src/index.ts";
import { createWorld, home } from "../end-to-end/support/world.ts";
import { skipUnless } from "../support/skip-unless.ts";
import {
  type Authentication,
  type Distribution,
  registryMissing,
  registryProgram,
  startDistribution,
} from "./support/distribution.ts";
import { digestOf } from "./support/image.ts";
import { goodLogin, registryHost } from "./support/registry.ts";

const badLogin = { ...goodLogin, password: "canary-wrong" };
const now = () => new Date("2026-11-24T12:00:00.000Z");
const ways: readonly Authentication[] = ["htpasswd", "token"];

describe.each(ways)("with %s", skipUnless(registryProgram !== undefined, registryMissing), (way) => {
  let registry: Distribution;
  beforeAll(async () => {
    registry = await startDistribution(way);
  });
  afterAll(() => registry.stop());

  const check = async (
    login: typeof goodLogin,
    {
      repository = "acme/web",
      tag = "1",
      digest,
    }: { repository?: string; tag?: string; digest?: string } = {},
  ) => {
    const { port, network } = registry;
    const image = { host: registryHost, port, repository, tag, digest };
    return (await checkLogin(image, login, { network, from: "this computer", now })).outcome;
  };

  test("the image is shown to who may pull it, for both its platforms, by tag and by digest", async () => {
    const shown = {
      kind: "shown",
      login: "accepted",
      digest: registry.image.digest,
      platforms: ["amd64", "arm64"].map((architecture) => ({
        os: "linux",
        architecture,
        osVersion: undefined,
      })),
    };
    expect(await check(goodLogin)).toMatchObject(shown);
    expect(await check(goodLogin, { digest: registry.image.digest })).toMatchObject(shown);
  });

  test("a wrong password is rejected", async () => {
    expect(await check(badLogin)).toMatchObject({ kind: "rejected", status: 401 });
  });

  test("a tag or a digest that is not there is not shown", async () => {
    expect(await check(goodLogin, { tag: "2" })).toMatchObject({ kind: "not-shown", login: "accepted" });
    const digest = `sha256:${"0".repeat(64)}`;
    expect(await check(goodLogin, { digest })).toMatchObject({ kind: "not-shown", login: "accepted" });
  });

  test("what is pulled by its digest is, byte for byte, what was pushed", async () => {
    const ask = registry.client.as(goodLogin);
    const get = async (kind: string, digest: string) => {
      const { status, body } = await ask("GET", `/v2/acme/web/${kind}/${digest}`);
      expect({ status, digest: digestOf(body) }).toEqual({ status: 200, digest });
      return body;
    };
    const index = JSON.parse((await get("manifests", registry.image.digest)).toString());
    expect(index.manifests).toHaveLength(2);
    for (const { digest } of index.manifests) {
      const { config, layers } = JSON.parse((await get("manifests", digest)).toString());
      for (const each of [config, ...layers]) await get("blobs", each.digest);
    }
  });
});

describe("builds of a sandbox", skipUnless(registryProgram !== undefined, registryMissing), () => {
  let registry: Distribution;
  beforeAll(async () => {
    registry = await startDistribution("token");
  });
  afterAll(() => registry.stop());

  test("pull what the registry shows to the secret's login, and pullpass says the same of it before they run", async () => {
    const host = `${registryHost}:${registry.port}`;
    const world = await createWorld({ credentialChecks: true });
    registries(world.sandbox).add({ host, address: "203.0.113.7", ask: registry.ask });
    const secret = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
    const put = async (login: typeof goodLogin) => {
      const SecretString = JSON.stringify(login);
      await world.secretsIn(home).send(new PutSecretValueCommand({ SecretId: secret, SecretString }));
    };
    const told = () =>
      world.newNotices().flatMap(({ attributes: { rule, state } }) => (rule ? [`${rule} ${state}`] : []));
    await put(badLogin);
    await world.role("web");
    const image = `${host}/acme/web@${registry.image.digest}`;
    const project = { credential: secret, image, pullCredentials: "SERVICE_ROLE" } as const;
    await world.project("web", project);
    await world.rest();
    expect(told()).toEqual(["credentials-rejected opened"]);
    expect(await world.build("web")).toBe("FAILED");

    await put(goodLogin);
    await world.sweep();
    expect(told()).toContain("credentials-rejected closed");
    expect(await world.build("web")).toBe("SUCCEEDED");

    await world.update("web", { ...project, image: `${host}/acme/web:2` });
    await world.rest();
    expect(told()).toContain("image-not-found opened");
    expect(await world.build("web")).toBe("FAILED");
  });
});
