/** `pullpass sandbox`: the account with pullpass running in it, for the AWS CLI and every SDK. */
import { createSandbox, listen, onNotice } from "@pullpass/sandbox";
import { deploy } from "../deployment/deploy.ts";
import type { Terminal } from "../terminal.ts";

export interface SandboxOptions {
  readonly port: number;
  /** pullpass is deployed in each of these. */
  readonly regions: readonly string[];
}

export interface RunningSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** IAM's events appear here, whatever the Region of the roles' projects. */
const globalRegion = "us-east-1";

/** Prints a line with `ready` when it listens, then every notice as a line of JSON. */
export async function sandbox({ port, regions }: SandboxOptions, out: Terminal): Promise<RunningSandbox> {
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
  const server = await listen(account, { port, host: "127.0.0.1" });
  out.print(JSON.stringify({ ready: true, url: server.url, account: account.account, regions }));
  return {
    url: server.url,
    async close() {
      await server.close();
      await account.dispose();
    },
  };
}
