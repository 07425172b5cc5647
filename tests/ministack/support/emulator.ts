/** MiniStack on loopback, and what makes programs use it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inject } from "vitest";
import { freePort, type Server, startServer } from "./server.ts";

export const region = "us-east-1";
/** MiniStack's own. */
export const account = "000000000000";

const root = join(import.meta.dirname, "../../..");
const modules = join(root, "node_modules");

/** Where functions find the AWS SDK, which Lambda's runtime brings: those of SST's bootstrap want the client of S3, too. */
const runtimeModules = [modules, join(root, "sst/node_modules")].join(delimiter);

export interface Emulator extends Server {
  readonly url: string;
  /** A folder that goes with it. */
  readonly folder: string;
  /** What makes the SDK, the AWS CLI, SST and the CDK use it, under the Node of this project. */
  readonly environment: NodeJS.ProcessEnv;
}

/** With a `trail`, events of AWS's own services can be put on its bus, as CloudTrail does. */
export async function startEmulator({ trail }: { readonly trail: boolean }): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-ministack-"));
  const bin = inject("ministackBin");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = environmentOf(url, folder);
  const server = await startServer({
    bin,
    command: [trail ? "ministack_with_trail" : "ministack"],
    folder,
    environment: {
      ...environment,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: "local",
      NODE_PATH: runtimeModules,
      PYTHONUNBUFFERED: "1",
      TMPDIR: folder,
    },
    health: `${url}/_ministack/health`,
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, stop, url, folder, environment };
}

function environmentOf(url: string, folder: string): NodeJS.ProcessEnv {
  return {
    ...withoutAws(process.env),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: join(folder, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "no-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    PATH: [join(modules, ".bin"), inject("toolsBin"), process.env.PATH].join(delimiter),
    npm_config_yes: "true",
    SST_TELEMETRY_DISABLED: "1",
  };
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")));
}
