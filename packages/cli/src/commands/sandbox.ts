/** `pullpass sandbox`: the account with pullpass running in it, for the AWS CLI and every SDK. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { Terminal } from "../terminal.ts";

interface SandboxCommandOptions extends GlobalOptions {
  readonly port: number;
  readonly account?: string;
  readonly organization?: string;
  readonly iamLag: number;
  readonly requestRates: boolean;
  readonly seed: number;
  readonly bare?: true;
  readonly mode: "apply" | "plan";
  readonly example: number;
  readonly json?: true;
}

export function registerSandbox(program: Command, out: Terminal): void {
  program
    .command("sandbox")
    .description("serve an AWS account in memory, with pullpass running in it, to the AWS CLI and any SDK")
    .option(
      "--example <number>",
      "with so many projects of a company in it, some of which cannot pull",
      projects,
      0,
    )
    .addOption(
      new Option("--mode <mode>", "what pullpass does in it").choices(["apply", "plan"]).default("apply"),
    )
    .addOption(new Option("--bare", "without pullpass in it").conflicts("mode"))
    .option("--port <number>", "port on 127.0.0.1; 0 takes a free one", portNumber, 4599)
    .option(
      "--account <id>",
      "account that pullpass runs in (default: the organization's first member)",
      accountId,
    )
    .option("--organization <file>", "JSON file with an organization's accounts and service control policies")
    .option("--iam-lag <seconds>", "IAM shows and follows what was written up to so much later", seconds, 0)
    .option("--request-rates", "refuse calls above AWS's request rates", false)
    .option("--seed <number>", "of ids, of the example and of what else is left to chance", wholeNumber, 1)
    .option("--json", "a line of JSON for each thing that it says, also on a terminal")
    .addHelpText("after", help)
    .action(async (_options: unknown, command: Command) => {
      const { region, organization: file, ...options } = command.optsWithGlobals<SandboxCommandOptions>();
      const regions = region ?? [out.environment.AWS_REGION || "us-east-1"];
      const { serve } = await import("../sandbox-deployment/serve.ts");
      const { readOrganizationFile } = await import("../sandbox-deployment/read-organization-file.ts");
      const organization = file === undefined ? undefined : await readOrganizationFile(file);
      // Who reads that it is ready may end it in the same moment.
      const stopped = out.stopped();
      const { bare, mode, json = false, ...rest } = options;
      const running = await serve(
        { ...rest, regions, organization, json, pullpass: bare ? "off" : mode },
        out,
      );
      await stopped;
      await running.close();
    });
}

const help = `
pullpass is deployed in each --region (default: AWS_REGION, or us-east-1).
Credentials that no one created in the account act as its administrator; an account's number as access key acts as that
account's administrator. docs/sandbox.md has the format of the organization's file.
Without a terminal it prints lines of JSON: one with "ready" when it listens, then one with "notice" for each message.

Examples:
  pullpass sandbox --port 4599 --region eu-central-1
  pullpass sandbox --example 40 --bare --region eu-central-1
  pullpass sandbox --example 40 --mode plan --region eu-central-1
  pullpass sandbox --organization organization.json --account 111122223333
  AWS_ENDPOINT_URL=http://127.0.0.1:4599 AWS_REGION=eu-central-1 aws codebuild list-projects`;

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
}

/** More than that nobody has; it takes a minute. */
const projectsMax = 5_000;

function projects(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= projectsMax) return count;
  throw new InvalidArgumentError(`A number of projects is a whole number from 0 to ${projectsMax}.`);
}

function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("An account is a number of twelve digits.");
}

/** Longer than any of AWS's delays, and short enough to wait for. */
const longestLag = 3_600;

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= longestLag) return value;
  throw new InvalidArgumentError(`A lag is a number of seconds from 0 to ${longestLag}.`);
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A seed is a whole number of at most nine digits.");
}
