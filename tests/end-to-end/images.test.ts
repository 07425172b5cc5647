/** What a deployment that checks credentials says of an image that the registry shows, or would show later. */
import { expect, test } from "vitest";
import { type AskedRegistry, registries } from "../../packages/sandbox/src/index.ts";
import { createWorld, type World } from "./support/world.ts";

const host = "registry.acme-builds.dev";

type Answer = Awaited<ReturnType<AskedRegistry["ask"]>>;

/** A project whose registry takes the login, and says of the image what `answer` is. */
async function worldWith(answer: Answer, environmentType: string) {
  const world = await createWorld({ credentialChecks: true });
  const state = { answer };
  registries(world.sandbox).add({ host, ask: async () => state.answer });
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  const settings = { credential, image: `${host}/acme/web:1`, pullCredentials: "SERVICE_ROLE" } as const;
  await world.project("web", { ...settings, environmentType });
  await world.rest();
  return { world, state, settings };
}

function told(world: World) {
  return world
    .newNotices()
    .flatMap(({ text, attributes: { rule, state, severity } }) =>
      rule === undefined ? [] : [{ what: `${rule} ${state} ${severity}`, text }],
    );
}

const linux = (architecture: string) => ({ os: "linux", architecture });
const windows = (osVersion: string) => ({ os: "windows", architecture: "amd64", osVersion });

test.each([
  ["LINUX_CONTAINER", "ARM_CONTAINER", [linux("arm64")], "linux/arm64"],
  ["ARM_CONTAINER", "LINUX_CONTAINER", [linux("amd64"), linux("s390x")], "linux/amd64, linux/s390x"],
  ["WINDOWS_SERVER_2022_CONTAINER", "LINUX_CONTAINER", [linux("amd64")], "linux/amd64"],
  [
    "LINUX_CONTAINER",
    "WINDOWS_SERVER_2019_CONTAINER",
    [windows("10.0.17763.6659")],
    "windows/amd64 10.0.17763.6659",
  ],
  [
    ...([
      "WINDOWS_SERVER_2019_CONTAINER",
      "WINDOWS_SERVER_2022_CONTAINER",
      [windows("10.0.20348.2849")],
    ] as const),
    "windows/amd64 10.0.20348.2849",
  ],
])(
  "of an image for another platform, a project of %s is told before a build, and %s pulls it",
  async (wrong, right, platforms, built) => {
    const { world, settings } = await worldWith({ status: 200, platforms }, wrong);
    const opened = told(world).filter(({ what }) => what.startsWith("image-"));
    expect(opened.map(({ what }) => what)).toEqual(["image-platform-mismatch opened high"]);
    expect(opened[0]?.text).toContain(wrong);
    expect(opened[0]?.text).toContain(built);
    expect(await world.build("web")).toBe("FAILED");
    world.newNotices();

    await world.update("web", { ...settings, environmentType: right });
    await world.rest();
    expect(told(world).map(({ what }) => what)).toEqual(["image-platform-mismatch closed high"]);
    expect(await world.build("web")).toBe("SUCCEEDED");
  },
);

test("an image for several platforms, the environment's among them, is nothing to be told of", async () => {
  const platforms = [linux("arm64"), windows("10.0.17763.6659"), windows("10.0.20348.2849")];
  const { world } = await worldWith({ status: 200, platforms }, "WINDOWS_SERVER_2022_CONTAINER");
  expect(told(world)).toEqual([]);
  expect(await world.build("web")).toBe("SUCCEEDED");
});

test("a registry that answers no more for a while is told once with what its headers say, until it answers again", async () => {
  const limited = (retryAfterSeconds: number): Answer => ({
    status: 429,
    rate: { limit: 100, remaining: 0, windowSeconds: 21_600, retryAfterSeconds },
  });
  const { world, state } = await worldWith(limited(3_600), "LINUX_CONTAINER");
  const opened = told(world);
  expect(opened.map(({ what }) => what)).toEqual(["rate-limited opened medium"]);
  for (const words of ["100 within 21600 seconds", "pulls left", "3600 seconds"]) {
    expect(opened[0]?.text).toContain(words);
  }

  state.answer = limited(1_200);
  await world.sweep();
  expect(told(world)).toEqual([]);
  state.answer = { status: 200, rate: { limit: 100, remaining: 99, windowSeconds: 21_600 } };
  await world.sweep();
  expect(told(world).map(({ what }) => what)).toEqual(["rate-limited closed medium"]);
  expect(await world.build("web")).toBe("SUCCEEDED");
});
