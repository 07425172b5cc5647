import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { synthesized } from "./support/synthesized.ts";

const script = join(import.meta.dirname, "support/synthesize-with-sst.mjs");

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

const types = ({ Resources }: Template) => Object.values(Resources).map(({ Type }) => Type);

/** What is in `all`, and not in `known`, as often as it is there more often. */
function beyond(all: readonly string[], known: readonly string[]): readonly string[] {
  const left = [...known];
  return all.filter((type) => {
    const at = left.indexOf(type);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

test("sst.config.ts loads and synthesizes without credentials or network, and SST adds a function of its own alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-sst-test-"));
  try {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
    const env = { ...Object.fromEntries(others), AWS_REGION: "eu-central-1" };
    const { stdout, stderr } = spawnSync(process.execPath, [script, folder], { env, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "pullpass eu-central-1 prod", stderr: "" });
    const file = join(folder, "prod-pullpass-pullpass.template.json");
    const template: Template = JSON.parse(readFileSync(file, "utf8"));
    const [withSst, plain] = [types(template), types(synthesized().toJSON() as Template)];
    expect(beyond(plain, withSst)).toEqual([]);
    expect([...beyond(withSst, plain)].sort()).toEqual(["AWS::IAM::Role", "AWS::Lambda::Function"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
