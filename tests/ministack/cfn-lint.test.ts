/** The templates that `npm run synth` writes, as AWS's own checks see them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPython, install } from "./support/python.ts";

const root = join(import.meta.dirname, "../..");
let folder: string;
let bin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pullpass-cfn-lint-"));
  bin = await install(findPython(), "cfn-lint", folder);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

function run(command: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...more };
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: root, env, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
}

const everything = {
  customerManagedKey: true,
  xray: true,
  searchRegions: ["us-east-1"],
  notices: [{ to: "oncall@example.com" }, { to: "https://example.com/hook", filter: { severity: ["high"] } }],
};

/** The template's file. */
function synthesized(name: string, file: string, options: object): string {
  const out = join(folder, name);
  const PULLPASS_OPTIONS = JSON.stringify(options);
  expect(run(process.execPath, ["stacks/synth.ts", out], { PULLPASS_OPTIONS })).toMatchObject({ status: 0 });
  return join(out, file);
}

test("cfn-lint has nothing to say about the templates", () => {
  const templates = [
    synthesized("plain", "pullpass.json", {}),
    synthesized("everything", "pullpass.json", everything),
    synthesized("forwarding", "pullpass-forwarding-to-eu-central-1.json", { forwardTo: "eu-central-1" }),
  ];
  expect(run(join(bin, "cfn-lint"), ["--", ...templates])).toEqual({ status: 0, said: "" });
  writeFileSync(
    join(folder, "wrong.json"),
    readFileSync(templates[0] ?? "", "utf8").replace("FifoQueue", "Fifo"),
  );
  expect(run(join(bin, "cfn-lint"), ["--", join(folder, "wrong.json")])).toMatchObject({
    status: 2,
    said: expect.stringContaining("'Fifo' was unexpected"),
  });
});
