/** `pullpass sandbox`: the account with pullpass running in it, for the AWS CLI and every SDK. */
import { type Command, InvalidArgumentError } from "commander";
import type { GlobalOptions } from "../global-options.ts";
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
      const { serve } = await import("../deployment/serve.ts");
      const running = await serve({ port, regions }, out);
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
