/** What SST makes of sst.config.ts. `npm run sst` installs it, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { synthesized } from "../deployment/support/synthesized.ts";

const script = join(import.meta.dirname, "support/synthesize-with-sst.mjs");

interface Resource {
  readonly Type: string;
  readonly Metadata?: unknown;
}
type Resources = Readonly<Record<string, Resource>>;

let folder: string;
let ran: { readonly stdout: string; readonly stderr: string };
let withSst: Resources;
const plain: Resources = synthesized().toJSON().Resources;

function synthesize(environment: Readonly<Record<string, string>>) {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const env = { ...Object.fromEntries(others), ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, [script, folder], { env, encoding: "utf8" });
  return { stdout, stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pullpass-sst-test-"));
  ran = synthesize({ AWS_REGION: "eu-central-1" });
  withSst = JSON.parse(readFileSync(join(folder, "prod-pullpass-pullpass.template.json"), "utf8")).Resources;
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("sst.config.ts loads and synthesizes without credentials or network, with one copy of the CDK", () => {
  expect(ran.stderr).toBe("");
  expect(JSON.parse(ran.stdout)).toEqual({
    ...{ name: "pullpass", region: "eu-central-1", stage: "prod" },
    copies: ["aws-cdk-lib/index.js", "cdk-nag/lib/index.js", "constructs/lib/index.js"].map(
      (file) => `node_modules/${file}`,
    ),
  });
});

test("where nobody named a Region, it says what to set", () => {
  const { stdout, stderr } = synthesize({ AWS_CONFIG_FILE: join(folder, "no-config") });
  expect(stdout).toBe("");
  expect(stderr).toContain("no AWS Region is set. Set AWS_REGION");
});

test("SST adds a function of its own, with its role, and leaves out nothing", () => {
  const types = (all: Resources) => Object.values(all).map(({ Type }) => Type);
  expect(beyond(types(plain), types(withSst))).toEqual([]);
  expect([...beyond(types(withSst), types(plain))].sort()).toEqual([
    "AWS::IAM::Role",
    "AWS::Lambda::Function",
  ]);
});

test("what cdk-nag finds and is meant so keeps its reasons", () => {
  const reasons = (all: Resources) =>
    Object.values(all).flatMap(({ Metadata }) => JSON.stringify(Metadata) ?? []);
  expect(beyond(reasons(plain), reasons(withSst))).toEqual([]);
});

test("sst.config.ts is what SST's own type asks for", () => {
  const tsc = join(import.meta.dirname, "../../node_modules/.bin/tsc");
  const { status, stdout } = spawnSync(tsc, ["--noEmit", "--project", "sst"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
}, 120_000);

/** What is in `all`, and not in `known`, as often as it is there more often. */
function beyond(all: readonly string[], known: readonly string[]): readonly string[] {
  const left = [...known];
  return all.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
