import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pullpass-synth-test-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm run synth` does once the functions are built; there are no credentials, nor a Region. */
function synth(options: object) {
  const environment = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  const env = { ...Object.fromEntries(environment), PULLPASS_OPTIONS: JSON.stringify(options) };
  return spawnSync(process.execPath, ["stacks/synth.ts", folder], { env, encoding: "utf8" });
}

test("a plain template comes out, its code beside it, and the commands that deploy it", () => {
  const { stdout, stderr } = synth({});
  expect(stderr).toBe("");
  const text = readFileSync(join(folder, "pullpass.json"), "utf8");
  const template: { Resources: Record<string, { Type: string; Properties: { Code: string } }> } =
    JSON.parse(text);
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
  expect(functions).toHaveLength(5);
  for (const { Properties } of functions) {
    expect(existsSync(join(folder, Properties.Code, "index.mjs"))).toBe(true);
  }
  expect(text).not.toMatch(/BootstrapVersion|cdk-hnb659fds|aws:asset|S3Bucket/);
  expect(stdout.replaceAll(folder, "FOLDER")).toMatchInlineSnapshot(`
    "
    The template is FOLDER/pullpass.json, and the functions' code is beside it.
    With AWS credentials and the Region in the environment:

      cd FOLDER
      aws s3 mb s3://BUCKET   # unless you have one there
      aws cloudformation package --template-file pullpass.json --s3-bucket BUCKET \\
          --use-json --output-template-file pullpass.packaged.json
      aws cloudformation deploy --template-file pullpass.packaged.json --s3-bucket BUCKET \\
          --stack-name pullpass --capabilities CAPABILITY_IAM

    Options: pullpass.config.ts, listed in docs/options.md. What comes after: docs/operations.md.
    "
  `);
  expect(readdirSync(folder)).toHaveLength(6);
});

test("the template of a Region that forwards comes out beside it", () => {
  const { stdout } = synth({ forwardTo: "eu-central-1" });
  expect(existsSync(join(folder, "pullpass-forwarding-to-eu-central-1.json"))).toBe(true);
  expect(stdout).toContain("--stack-name pullpass-forwarding-to-eu-central-1");
});

test("a wrong option is told in a line", () => {
  const { status, stderr } = synth({ mode: "dry-run" });
  expect(status).toBe(1);
  expect(stderr).toBe('pullpass cannot be deployed: mode is "dry-run", and takes apply or plan\n');
});
