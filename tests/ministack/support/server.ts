/** A server written in Python, which ends when it is told to, and when the tests end in whatever way. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface Server {
  /** What it printed, for when something fails. */
  log(): string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The folder of its Python. */
  readonly bin: string;
  /** The Python module, and its arguments. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Answers once it is ready. */
  readonly health: string;
}

/** Throws an Error with what it printed when it does not start. */
export async function startServer({
  bin,
  command,
  folder,
  environment,
  health,
}: ServerOptions): Promise<Server> {
  const arguments_ = [join(import.meta.dirname, "until-input-ends.py"), ...command];
  const server = spawn(join(bin, "python"), arguments_, { cwd: folder, env: environment });
  const output: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => output.push(String(text)));
  const log = () => output.join("");
  const isDead = () => server.exitCode !== null || server.signalCode !== null;
  const stop = async () => {
    if (isDead()) return;
    const ended = once(server, "exit");
    server.stdin.end();
    await ended;
  };
  try {
    await answering(health, isDead);
  } catch (error) {
    await stop();
    throw new Error(`${command[0]} did not start: ${log().slice(-2_000)}`, { cause: error });
  }
  return { log, stop };
}

const startSeconds = 60;

async function answering(url: string, isDead: () => boolean): Promise<void> {
  const until = performance.now() + startSeconds * 1_000;
  while (performance.now() < until && !isDead()) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(isDead() ? "it ended" : `it did not answer within ${startSeconds} seconds`);
}

/** On loopback. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}
