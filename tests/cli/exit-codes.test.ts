/** How commands end: one table for all of them, in the help, in the command's README, and in what they do. */
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { exitMeanings } from "../../packages/cli/src/exit-codes.ts";
import type { Sandbox } from "../../packages/sandbox/src/index.ts";
import { createAccount, fillAccount } from "../audit/support/account.ts";
import { formFaults, jsonForms } from "../support/json-forms.ts";
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

test("the page of all commands has each with its forms and its codes", async () => {
  const page = readFileSync("docs/commands.md", "utf8");
  for (const [command, { ok, found = "–", unseen = "–" }] of Object.entries(exitMeanings)) {
    const forms = (await formsOf(command)).map((form) => `\`${form}\``).join(", ") || "–";
    expect(page).toContain(`| \`${command}\` | ${forms} | ${ok} | ${found} | ${unseen} |`);
  }
});

test("the page of all commands has each form of JSON, and its schema", () => {
  const page = readFileSync("docs/commands.md", "utf8");
  for (const form of jsonForms()) expect(page).toContain(`[\`pullpass-${form}/`);
  const links = [...page.matchAll(/\[`(pullpass-[a-z-]+\/\d+)`\]\((schemas\/[a-z-]+\.schema\.json)\)/g)];
  expect(links).toHaveLength(jsonForms().length);
  for (const [, name, file] of links) {
    const schema = JSON.parse(readFileSync(`docs/${file}`, "utf8"));
    expect(schema).toMatchObject({
      required: expect.arrayContaining(["schema", "version"]),
      properties: { schema: { const: name } },
    });
  }
});

/** What its help says that it prints. */
async function formsOf(command: string): Promise<readonly string[]> {
  const help = (await pullpass(undefined, [command, "--help"])).out.replaceAll(/\s+/g, " ");
  const choices = /--format <form> how to show it \(choices: (.*?), default/.exec(help)?.[1] ?? "";
  if (choices === "" && help.includes(" --json ")) return ["text", "json"];
  return [...choices.matchAll(/"(\w+)"/g)].map(([, form = ""]) => form);
}

describe("JSON", () => {
  const printed: readonly (readonly [form: string, args: string])[] = [
    ["audit/2", "audit --json"],
    ["audit/2", "audit --format json"],
    ["explain/1", "explain missing --json"],
    ["explain/1", "explain --message toomanyrequests --json"],
    ["check/1", `check ${bad} --json`],
    ["doctor/1", "doctor --json"],
    ["plan/1", "plan open-api --json"],
    ["plan/1", "plan --all --json"],
    ["apply/1", "apply missing --yes --json"],
    ["consent/1", "disallow registry/ghcr open-web --json"],
    ["guardrails/1", "guardrails --json"],
    ["image/1", "image --offline 10.0.0.7/app --json"],
    ["image/1", "image --offline :// --json"],
  ];

  test.each(printed)("is %s of pullpass %s", async (form, args) => {
    const { out } = await pullpass(sandbox, args.split(" "));
    const told: unknown = JSON.parse(out);
    expect(told).toMatchObject({ schema: `pullpass-${form}`, version: expect.any(String) });
    expect(formFaults(told)).toEqual([]);
  });

  test("of another form is refused by the schema", () => {
    expect(formFaults({ schema: "pullpass-plan/1", version: "0.1.0", plans: [] })).not.toEqual([]);
    expect(formFaults([])).not.toEqual([]);
    const plan = { schema: "pullpass-plan/1", version: "1", account: "111122223333", region: "", plans: [] };
    expect(formFaults(plan)).toEqual([]);
    expect(formFaults({ ...plan, more: 1 })).not.toEqual([]);
  });

  test("and another form are not asked for at once", async () => {
    const { code, err } = await pullpass(sandbox, ["audit", "--json", "--format", "csv"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("--json and --format csv") });
  });
});

test("--quiet leaves out what is only good to know, wherever it stands", async () => {
  const loud = await pullpass(sandbox, ["audit", "--only", "fails"]);
  const quiet = await pullpass(sandbox, ["--quiet", "audit", "--only", "fails"]);
  expect(loud.out).toContain("To list all projects");
  expect(loud.out.startsWith(quiet.out.trimEnd())).toBe(true);
  expect(quiet.out).not.toContain("To list all projects");
  const file = join(tmpdir(), `pullpass-quiet-${process.pid}`);
  onTestFinished(() => rmSync(file));
  const saving = ["audit", "--format", "names", "--output", file];
  expect(await pullpass(sandbox, saving)).toMatchObject({ err: `Written to ${file}.\n` });
  expect(await pullpass(sandbox, [...saving, "-q"])).toMatchObject({ out: "", err: "" });
  expect((await pullpass(sandbox, ["audit", "--project", "nobody", "--quiet"])).err).not.toBe("");
});
