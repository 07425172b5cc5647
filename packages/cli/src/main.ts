#!/usr/bin/env node
/** Arguments and exit codes: the only file that knows `process`. */
import { Command, InvalidArgumentError } from "commander";
import { demo } from "./commands/demo.ts";
import { sandbox } from "./commands/sandbox.ts";
import type { Terminal } from "./terminal.ts";

const out: Terminal = {
  colours: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
  print: (text) => void process.stdout.write(`${text}\n`),
};

const program = new Command("pullpass")
  .description("Private image pulls in AWS CodeBuild that just work")
  .showHelpAfterError("(--help shows what is accepted)");

program
  .command("demo")
  .description("watch pullpass repair projects in an AWS account in memory; exits 0 only if all went as told")
  .option("--json", "print what happened as JSON", false)
  .addHelpText("after", "\nExamples:\n  pullpass demo\n  pullpass demo --json | jq .asTold")
  .action(async (options: { json: boolean }) => {
    process.exitCode = (await demo(options, out)) ? 0 : 1;
  });

program
  .command("sandbox")
  .description("serve an AWS account in memory, with pullpass running in it, to the AWS CLI and any SDK")
  .option("--port <number>", "port on 127.0.0.1; 0 takes a free one", portNumber, 4599)
  .option(
    "--region <name>",
    "deploy pullpass in this Region; may be repeated (default: AWS_REGION, or us-east-1)",
    regions,
  )
  .addHelpText(
    "after",
    `
Credentials that no one created in the account act as its administrator.

Examples:
  pullpass sandbox --port 4599 --region eu-central-1
  AWS_ENDPOINT_URL=http://127.0.0.1:4599 AWS_REGION=eu-central-1 aws codebuild list-projects`,
  )
  .action(async (options: { port: number; region?: readonly string[] }) => {
    const running = await sandbox(
      { port: options.port, regions: options.region ?? [process.env.AWS_REGION || "us-east-1"] },
      out,
    );
    const stop = () => void running.close().then(() => process.exit(0));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
}

function regions(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return [...new Set([...before, text])];
  throw new InvalidArgumentError("A Region looks like eu-central-1.");
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`pullpass: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
