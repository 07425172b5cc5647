/** `pullpass sandbox`: the account with pullpass running in it, for the AWS CLI and every SDK. */
import { createSandbox, type Listening, listen, onNotice, type Sandbox } from "@pullpass/sandbox";
import { type Command, InvalidArgumentError } from "commander";
import { deploy } from "../deployment/deploy.ts";
import type { GlobalOptions } from "../global-options.ts";
import { Problem } from "../problem.ts";
import type { Terminal } from "../terminal.ts";

export function registerSandbox(program: Command, out: Terminal): void {
  program
    .command("sandbox")
    .description("serve an AWS account in memory, with pullpass running in it, to the AWS CLI and any SDK")
    .option("--port <number>", "port on 127.0.0.1; 0 takes a free one", portNumber, 4599)
    .addHelpText("after", help)
    .action(async (_options: unknown, command: Command) => {
      const { port, region } = command.optsWithGlobals<{ port: number } & GlobalOptions>();
      const regions = region ?? [out.environment.AWS_REGION || "us-east-1"];
      const running = await sandbox({ port, regions }, out);
      await out.stopped();
      await running.close();
    });
}

const help = `
pullpass is deployed in each --region (default: AWS_REGION, or us-east-1).
Credentials that no one created in the account act as its administrator.

Examples:
  pullpass sandbox --port 4599 --region eu-central-1
  AWS_ENDPOINT_URL=http://127.0.0.1:4599 AWS_REGION=eu-central-1 aws codebuild list-projects`;

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
}

interface SandboxOptions {
  readonly port: number;
  /** pullpass is deployed in each of these. */
  readonly regions: readonly string[];
}

interface RunningSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** IAM's events appear here, whatever the Region of the roles' projects. */
const globalRegion = "us-east-1";

/** Prints a line with `ready` when it listens, then every notice as a line of JSON. */
async function sandbox({ port, regions }: SandboxOptions, out: Terminal): Promise<RunningSandbox> {
  const account = await createSandbox({
    regions: [...new Set([...regions, globalRegion])],
    clock: "wall",
    startAt: new Date(),
  });
  for (const region of regions) {
    const others = regions.filter((other) => other !== region);
    const options = { mode: "apply", searchRegions: [region, ...others], sweepMinutes: 60 } as const;
    const { topicArn } = await deploy(account, region, options);
    onNotice(account, topicArn, ({ subject, text, attributes }) =>
      out.print(JSON.stringify({ notice: { region, subject, text, attributes } })),
    );
  }
  const server = await listenOn(account, port);
  out.print(JSON.stringify({ ready: true, url: server.url, account: account.account, regions }));
  return {
    url: server.url,
    async close() {
      await server.close();
      await account.dispose();
    },
  };
}

/** @throws Problem if the port is taken, or may not be used */
async function listenOn(account: Sandbox, port: number): Promise<Listening> {
  try {
    return await listen(account, { port, host: "127.0.0.1" });
  } catch (cause) {
    await account.dispose();
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(what, "Name another port with --port; --port 0 takes a free one.", { cause });
  }
}
