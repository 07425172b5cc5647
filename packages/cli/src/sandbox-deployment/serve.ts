/** The sandbox over HTTP, with pullpass deployed in it, or without. */
import {
  createSandbox,
  type Listening,
  listen,
  type OrganizationDefinition,
  onNotice,
  type Sandbox,
} from "@pullpass/sandbox";
import { type Served, servedAsJson, servedAsText } from "../render/served.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

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
  /** `off`: the account is there, and pullpass is not in it. */
  readonly pullpass: "apply" | "plan" | "off";
  /** So many projects are there from the start, in the first Region, as a company has them. */
  readonly example: number;
  /** Lines of JSON, also where a terminal shows them. */
  readonly json: boolean;
}

interface RunningSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** IAM's events appear here, whatever the Region of the roles' projects. */
const globalRegion = "us-east-1";

/** Says when it listens, and every notice: to people where a terminal shows it, else a line of JSON each. */
export async function serve(options: SandboxOptions, out: Terminal): Promise<RunningSandbox> {
  const { port, regions, organization, account: number, requestRates, seed, pullpass, example } = options;
  const told = options.json || out.width === undefined ? servedAsJson() : servedAsText(out);
  const tell = (served: Served) => out.print(told(served));
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
    if (pullpass === "off") break;
    const topicArn = await deployIn(account, region, { regions, mode: pullpass });
    onNotice(account, topicArn, ({ subject, text, attributes }) =>
      tell({ kind: "notice", region, subject, text, attributes }),
    );
  }
  const [home = globalRegion] = regions;
  if (example > 0) {
    const { fillWithExample } = await import("../example/fill-account.ts");
    await fillWithExample(account, home, example);
  }
  const server = await listenOn(account, port);
  tell({ kind: "ready", url: server.url, account: account.account, regions, mode: pullpass, example });
  return {
    url: server.url,
    async close() {
      await server.close();
      await account.dispose();
    },
  };
}

/** The topic's ARN. @throws UserError if the organization does not let pullpass in */
async function deployIn(
  account: Sandbox,
  region: string,
  { regions, mode }: { readonly regions: readonly string[]; readonly mode: "apply" | "plan" },
): Promise<string> {
  // with it come all functions of pullpass, which a bare account has no use for
  const { deploy } = await import("./deploy.ts");
  const others = regions.filter((other) => other !== region);
  const options = { mode, searchRegions: [region, ...others], sweepMinutes: 60 } as const;
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
