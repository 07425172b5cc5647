/** The README's commands for the stock AWS CLI, as a stranger pastes them, against the sandbox that it starts. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";
import { freePort } from "./support/server.ts";
import { until } from "./support/until.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The shell block that begins like this, with another port. */
function block(start: string, port: number): string {
  const found = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].find(([, text]) => text?.startsWith(start));
  return (found?.[1] ?? "").replaceAll("4599", String(port));
}

async function sandbox(port: number): Promise<void> {
  const [program = "", ...words] = block("npm run sandbox", port).trim().split(" ");
  const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill();
    await closed;
  });
  let printed = "";
  child.stdout.on("data", (text) => {
    printed += text;
  });
  await until(
    async () => printed,
    (text) => text.includes("ready"),
  );
}

/** The build waits for the project to be repaired; a person who pastes the block line by line does, too. */
function asOneScript(port: number, waitSeconds: number): string {
  return block("export AWS_ENDPOINT_URL", port).replace(
    "\naws iam get-role-policy",
    `\nsleep ${waitSeconds}\naws iam get-role-policy`,
  );
}

test("the README's commands grant, repair and build", async () => {
  const port = await freePort();
  await sandbox(port);
  const home = mkdtempSync(join(tmpdir(), "pullpass-readme-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const { stdout } = await run("bash", ["-euc", asOneScript(port, 2)], {
    cwd: home,
    env: { HOME: home, PATH: [inject("toolsBin"), process.env.PATH].join(delimiter) },
  });
  const arn = /"ARN": "([^"]+)"/.exec(stdout)?.[1] ?? "nothing";
  const [, afterProject = ""] = stdout.split('"PolicyName": "pullpass-eu-central-1"');
  expect(afterProject).toContain(`"Resource": [\n`);
  expect(afterProject).toContain(`"credential": "${arn}"`);
  expect(afterProject).toContain('"imagePullCredentialsType": "SERVICE_ROLE"');
  expect(stdout.trim().split("\n").at(-1)).toBe('"SUCCEEDED"');
});
