/** The AWS account that the person is signed in to, by AWS's own configuration: profiles, SSO, environment. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsConnection, type Connection } from "@pullpass/core/aws";
import { configuredRegion } from "@pullpass/core/aws/configured-region";
import type { GlobalOptions } from "../global-options.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError, UserError } from "../user-error.ts";
import { assumedCredentials } from "./assumed.ts";
import { signInProblem } from "./sign-in-problem.ts";

export interface Account {
  readonly id: string;
  readonly partition: string;
  /** The Region that was named, or that the configuration has. */
  readonly region: string;
  /** The ARN of who is signed in. */
  readonly caller: string;
  readonly connection: Connection;
}

/** Every client uses the credentials that were found first: nobody signs in twice. @throws UserError */
export async function openAccount(
  options: GlobalOptions & { readonly allRegions?: true },
  out: Terminal,
): Promise<Account> {
  if (options.profile !== undefined) out.useProfile(options.profile);
  const overrides = out.aws ?? (() => ({}));
  const region = await regionOf(options, out);
  out.status?.("Signing in to AWS …");
  const sts = new STSClient(awsConnection(overrides)(region));
  const own = awsConnection((place) => ({ ...overrides(place), credentials: sts.config.credentials }));
  try {
    if (options.roleArn === undefined) return await accountOf(own, region);
    // The client keeps them, and asks anew before they end: whoever watches may watch for hours.
    const { credentials } = new STSClient({
      ...own(region),
      credentials: () => assumedCredentials(options, own, region),
    }).config;
    return await accountOf(
      awsConnection((place) => ({ ...overrides(place), credentials })),
      region,
    );
  } catch (error) {
    throw error instanceof UserError ? error : signInProblem(error, options);
  } finally {
    out.status?.("");
  }
}

async function accountOf(connection: Connection, region: string): Promise<Account> {
  const sts = new STSClient(connection(region));
  const { Account: id = "", Arn: caller = "" } = await sts.send(new GetCallerIdentityCommand({}));
  return { id, partition: caller.split(":")[1] ?? "aws", region, caller, connection };
}

/** The one Region of a command that works in one. @throws UsageError if several were named */
export function oneRegion({ region = [] }: GlobalOptions): string | undefined {
  if (region.length > 1) {
    throw new UsageError("This command works in one Region at a time.", "Name one --region.");
  }
  return region[0];
}

/** What is named by its ARN is in the ARN's Region, whatever else was said. */
export function inRegionOf<Options extends GlobalOptions>(options: Options, reference = ""): Options {
  const region = reference.startsWith("arn:") ? reference.split(":")[3] : undefined;
  return region ? { ...options, region: [region] } : options;
}

async function regionOf(
  options: Parameters<typeof openAccount>[0],
  { environment }: Terminal,
): Promise<string> {
  const region = options.region?.[0] || (await configuredRegion(environment));
  if (region) return region;
  // Any Region answers who is signed in.
  if (options.allRegions) return "us-east-1";
  throw new UserError("No AWS Region is set.", "Name one with --region, or set AWS_REGION.");
}
