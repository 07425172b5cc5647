/** What the tests start ends with them, also when they end badly. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { freePort } from "./support/server.ts";
import { until } from "./support/until.ts";

const support = join(import.meta.dirname, "support");

/** A program that starts moto as the tests do, says so, and waits. */
const starter = `
import { startServer } from ${JSON.stringify(join(support, "server.ts"))};
const [bin, port] = process.argv.slice(2);
await startServer({
  bin,
  command: ["moto.server", "--host", "127.0.0.1", "--port", port],
  folder: ".",
  environment: process.env,
  health: "http://127.0.0.1:" + port + "/moto-api/",
});
console.log("started");
setInterval(() => undefined, 1_000);
`;

test("a server is gone once whoever started it was killed", async () => {
  const port = await freePort();
  const arguments_ = ["--input-type=module", "--eval", starter, "--", "-", inject("toolsBin"), String(port)];
  const child = spawn(process.execPath, arguments_, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  expect(await answers(port)).toBe(true);
  child.kill("SIGKILL");
  await until(
    () => answers(port),
    (alive) => !alive,
  );
});

async function answers(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/moto-api/`).catch(() => undefined);
  return answer?.ok ?? false;
}
