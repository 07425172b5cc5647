/** The command as a process, against a server at AWS_ENDPOINT_URL. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createSandbox, listen } from "@pullpass/sandbox";
import { expect, onTestFinished, test } from "vitest";
import { asAdministrator, folder, namesIn, region } from "./support/account.ts";

const account = "111122223333";
const root = join(import.meta.dirname, "../..");

async function server() {
  const sandbox = await createSandbox({ regions: [region], account, clock: "wall" });
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  onTestFinished(async () => {
    await close();
    await sandbox.dispose();
  });
  return { url, sandbox };
}

/** What the runs before it compiled. */
const compiled = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? "" };

/** As a person starts it. */
function start(url: string, out: string, ...args: string[]) {
  const words = ["--account", account, "--region", region, "--yes-create-resources", "--out", out, ...args];
  const child = spawn(process.execPath, [join(root, "prove/main.ts"), ...words], {
    env: {
      PATH: process.env.PATH,
      HOME: out,
      ...compiled,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  return { child, ended: once(child, "close"), said: () => said };
}

test("it asks what answers at AWS_ENDPOINT_URL, and does not call that AWS", async () => {
  const { url } = await server();
  const out = folder();
  const run = start(url, out, "--only", "secret-words,update-project,pull-words");
  expect([await run.ended, run.said()]).toEqual([
    [0, null],
    expect.stringContaining("3 of 3 questions settled; in 0 the sandbox differs."),
  ]);
  expect(readFileSync(join(out, "prove.md"), "utf8")).toContain(
    `**${url} is not AWS: nothing here is settled about AWS.**`,
  );
});

test("Ctrl-C ends it, and nothing is left", async () => {
  const { url, sandbox } = await server();
  const run = start(url, folder(), "--only", "role-policies,secret-words");
  sandbox.before(({ operation }) => {
    if (operation === "CreateSecret") run.child.kill("SIGINT");
  });
  expect(await run.ended).toEqual([130, null]);
  expect(run.said()).toContain("Interrupted; everything that was created is removed.");
  expect(await namesIn(asAdministrator(sandbox))).toEqual([]);
});
