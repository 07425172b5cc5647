/** How commands end: one table for all of them, in the help, in the command's README, and in what they do. */
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { exitMeanings } from "../../packages/cli/src/exit-codes.ts";
import type { Sandbox } from "../../packages/sandbox/src/index.ts";
import { createAccount, fillAccount } from "../audit/support/account.ts";
import { pullpass } from "./support/run.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  const account = await createAccount();
  sandbox = account.sandbox;
  await fillAccount(account.teams);
  return () => sandbox.dispose();
});

const good = "tests/check/templates/good-json.json";
const bad = "tests/check/templates/bad-denied.json";
const nowhere = "tests/check/templates/nowhere.yaml";

/** Each code that a command can end with, but those that take long to bring about or are shown elsewhere. */
const endings: readonly (readonly [code: number, args: string, ...answers: string[]])[] = [
  [0, "audit"],
  [1, "audit --fail-on high"],
  [2, "audit --fail-on worst"],
  [3, "audit --project nobody"],
  [0, "explain open-web"],
  [0, "explain missing"],
  [0, "explain --message toomanyrequests"],
  [1, "explain --message hello"],
  [2, "explain"],
  [3, "explain nobody"],
  [0, `check ${good}`],
  [1, `check ${bad}`],
  [2, "check"],
  [3, `check ${nowhere}`],
  [0, "doctor"],
  [2, "doctor --json yes"],
  [0, "plan open-web"],
  [0, "plan open-api"],
  [0, "plan public --fail-on-changes"],
  [1, "plan open-api --fail-on-changes"],
  [2, "plan"],
  [3, "plan nobody"],
  [0, "apply open-web --yes"],
  [1, "apply open-api"],
  [1, "apply missing --yes"],
  [1, "apply open-api", "no"],
  [2, "apply"],
  [3, "apply nobody"],
  [1, "allow registry/ghcr --all", "no"],
  [2, "allow"],
  [3, "allow registry/nowhere web"],
  [0, "disallow registry/ghcr web"],
  [1, "disallow registry/ghcr open-web"],
  [2, "disallow registry/ghcr"],
  [3, "disallow registry/nowhere web"],
  [2, "connect"],
  [3, "connect nobody --image ghcr.io/acme/web:1"],
  [2, "history --limit none"],
  [3, "history"],
  [2, "undo"],
  [3, "undo 0123456789"],
  [2, "mute web"],
  [3, "mute"],
  [3, "unmute web"],
  [0, "guardrails"],
  [2, "guardrails --only everything"],
  [2, "replay"],
  [3, `replay ${nowhere}`],
  [0, "image --offline 10.0.0.7/app"],
  [1, "image --offline ://"],
  [2, "image"],
  [2, "check-credentials"],
  [3, "check-credentials registry/nowhere --image ghcr.io/acme/web:1"],
  [2, "demo --slow"],
  [2, "sandbox --port many"],
  [0, "completion bash"],
  [2, "completion tcsh"],
  [2, "audti"],
  [0, "--help"],
];

test.each(endings.map(([code, args, ...answers]) => ({ code, args, answers })))(
  "pullpass $args ends with $code",
  async ({ code, args, answers }) => {
    const ran = await pullpass(sandbox, args.split(" "), answers.length === 0 ? {} : { answers });
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: expect.any(String) });
  },
);

test("every command has its line in the table, and says it in its help", async () => {
  const { out } = await pullpass(undefined, ["--help"]);
  const listed = [...(out.split("Commands:")[1] ?? "").matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name);
  expect(Object.keys(exitMeanings)).toEqual(listed.filter((name) => name !== "help"));
  for (const [command, { ok, found, unseen }] of Object.entries(exitMeanings)) {
    const help = (await pullpass(undefined, [command, "--help"])).out.replaceAll(/\s+/g, " ");
    for (const text of [ok, found, unseen]) if (text !== undefined) expect(help).toContain(text);
  }
});

test("a command that can end with 1 or 3 is seen to", () => {
  const seen = new Set(endings.map(([code, args]) => `${args.split(" ")[0]} ${code}`));
  const elsewhere = new Set([
    "connect 1",
    "doctor 1",
    "doctor 3",
    "undo 1",
    "replay 1",
    "check-credentials 1",
    "demo 1",
    "sandbox 3",
  ]);
  const promised = Object.entries(exitMeanings).flatMap(([command, { found, unseen }]) => [
    ...(found === undefined ? [] : [`${command} 1`]),
    ...(unseen === undefined ? [] : [`${command} 3`]),
  ]);
  expect(promised.filter((each) => !seen.has(each) && !elsewhere.has(each))).toEqual([]);
});

test("the command's README has the same table", () => {
  const readme = readFileSync("packages/cli/README.md", "utf8");
  for (const [command, { ok, found = "–", unseen = "–" }] of Object.entries(exitMeanings))
    expect(readme).toContain(`| \`${command}\` | ${ok} | ${found} | ${unseen} |`);
});
