/** `explain --watch`: what a person sees who waits for a project to pull. */
import { expect, test } from "vitest";
import { watch } from "../../packages/cli/src/watch.ts";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

/** What is printed while these are seen, one look after the other; nobody waits. */
async function watched(looks: readonly string[], stopsAfter = Number.POSITIVE_INFINITY) {
  const printed: string[] = [];
  const stop = Promise.withResolvers<void>();
  let looked = 0;
  const terminal = { print: (text: string) => void printed.push(text), stopped: () => stop.promise };
  const last = await watch(
    async () => looks[looked++] ?? "",
    { print: (seen) => seen, isEnough: (seen) => seen === "pulls" },
    terminal,
    async () => {
      if (looked >= stopsAfter) stop.resolve();
    },
  );
  return { printed, looked, last };
}

test("tells the first look and what changes, and ends once it is enough", async () => {
  const { printed, looked } = await watched(["no secret", "no secret", "no grant", "pulls", "more"]);
  expect(printed).toEqual(["no secret", "\nno grant", "\npulls"]);
  expect(looked).toBe(4);
});

test("ends where the person wants it", async () => {
  const { printed, last } = await watched(["no secret", "no secret", "no secret"], 2);
  expect({ printed, last }).toEqual({ printed: ["no secret"], last: "no secret" });
});

test("of a project that can pull it is one look, and of others it ends with 1", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  // The test's terminal wants the end from the beginning.
  const before = await pullpass(account.sandbox, ["explain", "web", "--watch"]);
  expect(before).toMatchObject({ code: 1, out: expect.stringContaining("Project web cannot pull") });
  await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  const after = await pullpass(account.sandbox, ["explain", "web", "--watch"]);
  expect(after).toMatchObject({ code: 0, out: expect.stringContaining("Project web can pull") });
});

test.each([
  ["explain", "web", "--watch", "--json"],
  ["explain", "--watch", "--build", "web:1"],
  ["explain", "--watch", "--message", "x"],
])("%s %s %s %s is not understood", async (...args) => {
  expect((await pullpass(undefined, args)).code).toBe(2);
});
