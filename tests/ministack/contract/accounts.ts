/** The accounts that are asked: our sandbox, and two emulators that no one here wrote. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandbox, listen } from "@pullpass/sandbox";
import { inject } from "vitest";
import { region, startEmulator } from "../support/emulator.ts";
import { freePort, startServer } from "../support/server.ts";

export interface Account {
  readonly url: string;
  stop(): Promise<void>;
}

export async function sandbox(): Promise<Account> {
  const account = await createSandbox({ regions: [region] });
  const server = await listen(account, { port: 0, host: "127.0.0.1" });
  const stop = async () => {
    await server.close();
    await account.dispose();
  };
  return { url: server.url, stop };
}

export const ministack = (): Promise<Account> => startEmulator({ trail: false });

export async function moto(): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-moto-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    bin: inject("toolsBin"),
    command: ["moto.server", "--host", "127.0.0.1", "--port", String(port)],
    folder,
    environment: { PATH: process.env.PATH, TMPDIR: folder, HOME: folder, PYTHONUNBUFFERED: "1" },
    health: `${url}/moto-api/`,
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}
