/** `explain --watch`: what a person sees who waits for a project to pull. */
import { expect, test } from "vitest";
import { NotThere, UserError } from "../../packages/cli/src/user-error.ts";
import { watch } from "../../packages/cli/src/watch.ts";
import { Throttled, Unavailable } from "../../packages/core/src/errors.ts";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

/** What is printed while these are seen, one look after the other; nobody waits. An error is a look that fails. */
async function watched(looks: readonly (string | Error)[], stopsAfter = Number.POSITIVE_INFINITY) {
  const printed: string[] = [];
  const notes: string[] = [];
  const waits: number[] = [];
  const stop = Promise.withResolvers<void>();
  let looked = 0;
  const terminal = {
    print: (text: string) => void printed.push(text),
    note: (text: string) => void notes.push(text),
    stopped: () => stop.promise,
  };
  const last = await watch(
    async () => {
      const seen = looks[looked++] ?? "";
      if (typeof seen === "string") return seen;
      throw seen;
    },
    { print: (seen) => seen, isEnough: (seen) => seen === "pulls" },
    terminal,
    async (ms) => {
      waits.push(ms / 1_000);
      if (looked >= stopsAfter) stop.resolve();
    },
  );
  return { printed, notes, waits, looked, last };
}

const call = { call: "codebuild:BatchGetProjects", resource: "web" };
const throttled = new Throttled(call, new Error("Rate exceeded"));
const unreached = new Unavailable(call, new Error("getaddrinfo\nENOTFOUND codebuild"));
const signedOut = new UserError("The sign-in to AWS has ended.", "Sign in again: aws sso login");

test("tells the first look and what changes, and ends once it is enough", async () => {
  const { printed, looked } = await watched(["no secret", "no secret", "no grant", "pulls", "more"]);
  expect(printed).toEqual(["no secret", "\nno grant", "\npulls"]);
  expect(looked).toBe(4);
});

test("ends where the person wants it", async () => {
  const { printed, last } = await watched(["no secret", "no secret", "no secret"], 2);
  expect({ printed, last }).toEqual({ printed: ["no secret"], last: "no secret" });
});

test("says in a line that a look failed, and looks again, each time later, up to five minutes", async () => {
  const failed = [throttled, unreached, signedOut, throttled, throttled, throttled];
  const { printed, notes, waits } = await watched(["no secret", ...failed, "no secret", "no grant", "pulls"]);
  expect(printed).toEqual(["no secret", "\nno grant", "\npulls"]);
  expect(notes).toEqual([
    "This look failed, and is made again: codebuild:BatchGetProjects on web was throttled: Rate exceeded.",
    expect.stringMatching(/^This look failed, and is made again: .* getaddrinfo ENOTFOUND codebuild\.$/),
    "This look failed, and is made again: The sign-in to AWS has ended. Sign in again: aws sso login",
    ...Array.from({ length: 3 }, () => expect.stringContaining("Rate exceeded")),
    "Looked again: nothing has changed.",
  ]);
  expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 10, 10]);
});

test("ends where the person wants it while looks fail", async () => {
  const { printed, last } = await watched(["no secret", throttled, throttled], 3);
  expect({ printed, last }).toEqual({ printed: ["no secret"], last: "no secret" });
});

test.each([
  ["the first look fails", [throttled]],
  ["the project is no longer there", ["no secret", new NotThere("There is no project web.", "Look.")]],
  ["pullpass itself is wrong", ["no secret", new TypeError("x is undefined")]],
])("ends where %s", async (_, looks) => {
  await expect(watched(looks)).rejects.toBe(looks.at(-1));
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
