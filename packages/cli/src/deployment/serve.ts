/** The sandbox over HTTP, with pullpass deployed in it. */
import {
  createSandbox,
  type Listening,
  listen,
  type OrganizationDefinition,
  onNotice,
  type Sandbox,
} from "@pullpass/sandbox";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import { deploy } from "./deploy.ts";

interface SandboxOptions {
  readonly port: number;
  /** pullpass is deployed in each of these. */
  readonly regions: readonly string[];
  /** The account that pullpass is deployed in. */
  readonly account?: string;
  readonly organization: OrganizationDefinition | undefined;
  /** Seconds. */
  readonly iamLag: number;
  readonly requestRates: boolean;
  readonly seed: number;
}

interface RunningSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** IAM's events appear here, whatever the Region of the roles' projects. */
const globalRegion = "us-east-1";

/** Prints a line with `ready` when it listens, then every notice as a line of JSON. */
export async function serve(options: SandboxOptions, out: Terminal): Promise<RunningSandbox> {
  const { port, regions, organization, account: number, requestRates, seed } = options;
  const iamLagMs = Math.round(options.iamLag * 1000);
  const account = await createSandbox({
    regions: [...new Set([...regions, globalRegion])],
    clock: "wall",
    // each deployment waits once until what it wrote to IAM is seen
    startAt: new Date(Date.now() - iamLagMs * regions.length),
    seed,
    requestRates,
    iamLagMs,
    ...(number !== undefined && { account: number }),
    ...(organization && { organization }),
  });
  for (const region of regions) {
    const topicArn = await deployIn(account, region, regions);
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

/** The topic's ARN. @throws UserError if the organization does not let pullpass in */
async function deployIn(account: Sandbox, region: string, regions: readonly string[]): Promise<string> {
  const others = regions.filter((other) => other !== region);
  const options = { mode: "apply", searchRegions: [region, ...others], sweepMinutes: 60 } as const;
  try {
    const { topicArn } = await deploy(account, region, options);
    return topicArn;
  } catch (cause) {
    await account.dispose();
    const isRefusal = cause instanceof Error && cause.message.includes("service control policy");
    if (!isRefusal) throw cause;
    throw new UserError(
      `pullpass cannot be deployed into ${account.account} in ${region}: ${cause.message}`,
      "Change the organization's policies, or name another account with --account.",
      { cause },
    );
  }
}

/** @throws UserError if the port is taken, or may not be used */
async function listenOn(account: Sandbox, port: number): Promise<Listening> {
  try {
    return await listen(account, { port, host: "127.0.0.1" });
  } catch (cause) {
    await account.dispose();
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(what, "Name another port with --port; --port 0 takes a free one.", { cause });
  }
}
