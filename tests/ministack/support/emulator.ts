/** MiniStack on loopback, in a Python environment of its own. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export const region = "us-east-1";
/** MiniStack's own. */
export const account = "000000000000";

const root = join(import.meta.dirname, "../../..");
const modules = join(root, "node_modules");
const requirements = join(import.meta.dirname, "../requirements.txt");

export interface Emulator {
  readonly url: string;
  /** What makes the SDK, the AWS CLI and SST use it, under the Node of this project. */
  readonly environment: NodeJS.ProcessEnv;
  /** What it printed, for when something fails. */
  log(): string;
  stop(): Promise<void>;
}

/** Throws an Error that says what to install when there is no Python for it. */
export async function startEmulator(): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-ministack-"));
  const bin = installed(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...withoutAws(process.env),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    PATH: [join(modules, ".bin"), bin, process.env.PATH].join(delimiter),
    npm_config_yes: "true",
    SST_TELEMETRY_DISABLED: "1",
  };
  const server = spawn(join(bin, "ministack"), {
    cwd: folder,
    env: {
      ...environment,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: "local",
      NODE_PATH: modules,
    },
  });
  const output: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => output.push(String(text)));
  const stop = async () => {
    if (server.exitCode === null) {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, () => server.exitCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`MiniStack did not start: ${output.join("").slice(-2_000)}`, { cause: error });
  }
  return { url, environment, log: () => output.join(""), stop };
}

/** The folder of its commands. */
function installed(folder: string): string {
  const python = ["python3", "python"].find(
    (command) => spawnSync(command, ["-c", versionTest]).status === 0,
  );
  if (python === undefined) {
    throw new Error(
      "MiniStack needs Python 3.10 or later as python3 on the PATH: install it, and run this again.",
    );
  }
  const environment = join(folder, "python");
  process.stdout.write("installing MiniStack\n");
  execFileSync(python, ["-m", "venv", environment]);
  const bin = join(environment, process.platform === "win32" ? "Scripts" : "bin");
  execFileSync(join(bin, "python"), ["-m", "pip", "install", "--quiet", "--requirement", requirements], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return bin;
}

const versionTest = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

const startSeconds = 60;

async function answering(url: string, isDead: () => boolean): Promise<void> {
  for (let second = 0; second < startSeconds && !isDead(); second += 1) {
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(1_000);
  }
  throw new Error(isDead() ? "it ended" : `it did not answer within ${startSeconds} seconds`);
}
