/** The sandbox over HTTP, with pullpass deployed in it. */
import { createSandbox, type Listening, listen, onNotice, type Sandbox } from "@pullpass/sandbox";
import { Problem } from "../problem.ts";
import type { Terminal } from "../terminal.ts";
import { deploy } from "./deploy.ts";

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
export async function serve({ port, regions }: SandboxOptions, out: Terminal): Promise<RunningSandbox> {
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
