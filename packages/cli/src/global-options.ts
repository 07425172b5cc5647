/** The options that every command takes, before its name or after it. */
import { type Command, InvalidArgumentError } from "commander";
import type { AssumedRole } from "./aws/assumed.ts";

export interface GlobalOptions extends AssumedRole {
  /** A profile of AWS's shared configuration. */
  readonly profile?: string;
  /** Those named, in their order; `undefined` where none was. */
  readonly region?: readonly string[];
  /** Nothing is said beside the answer but what is wrong. */
  readonly quiet?: true;
  /** Errors are told with their stack. */
  readonly debug?: true;
}

export function withGlobalOptions(program: Command): Command {
  return program
    .option("--profile <name>", "profile of the AWS configuration (default: AWS_PROFILE)")
    .option(
      "--region <name>",
      "AWS Region; may be repeated where a command takes several (default: AWS_REGION)",
      region,
    )
    .option("--role-arn <arn>", "look at an account as this role, which your credentials may assume", roleArn)
    .option("--external-id <id>", "what the trust policy of that role asks for")
    .option("-q, --quiet", "print only the answer, and what is wrong: no progress, notes or hints")
    .option("--debug", "tell errors with their stack");
}

function roleArn(text: string): string {
  if (/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(text)) return text;
  throw new InvalidArgumentError("A role looks like arn:aws:iam::111122223333:role/audit.");
}

/** Collects the Regions that are named, each once. */
export function region(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text)) return [...new Set([...before, text])];
  throw new InvalidArgumentError("A Region looks like eu-central-1.");
}
