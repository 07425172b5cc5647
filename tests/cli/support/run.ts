/** The command in this process: what it prints, what it asks, and how it ends. */
import { expect } from "vitest";
import { run } from "../../../packages/cli/src/run.ts";
import type { Terminal } from "../../../packages/cli/src/terminal.ts";
import { type Network, publicInternet } from "../../../packages/registry/src/index.ts";
import { connect, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import { tellingFiles } from "../../support/files-written.ts";
import { formFaults } from "../../support/json-forms.ts";
import { tell } from "../../support/told.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What was asked, and whether the answer was hidden. */
  readonly asked: readonly { readonly question: string; readonly as: "plain" | "secret" }[];
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  /** A person answers; without answers nobody is there. */
  readonly answers?: readonly (string | (() => Promise<string>))[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly colours?: boolean;
  /** Of the terminal that shows what is printed; without one a program reads it. */
  readonly width?: number;
  /** The ARN of the role whose credentials are used; an administrator's without. */
  readonly principal?: string;
  /** Where registries are looked at; without one, no DNS server answers. */
  readonly internet?: Network;
}

export const home = "eu-central-1";

/** Nothing answers at this port of the machine. */
const noInternet: Network = { ...publicInternet, dnsServers: ["127.0.0.1:1"] };

/** `pullpass` in the account, its JSON as its schema has it, its Region `home` unless the environment has another. */
export async function pullpass(
  sandbox: Sandbox | undefined,
  args: readonly string[],
  {
    input = "",
    answers,
    environment = { AWS_REGION: home },
    colours = false,
    width,
    principal,
    internet = noInternet,
  }: RunOptions = {},
): Promise<Ran> {
  let code = 0;
  const out: string[] = [];
  const err: string[] = [];
  const asked: { question: string; as: "plain" | "secret" }[] = [];
  const left = [...(answers ?? [])];
  const terminal = {
    colours,
    columns: 110,
    ...(width !== undefined && { width }),
    interactive: answers !== undefined,
    environment,
    ...(sandbox && {
      aws: (region: string) => connect(sandbox, { region, ...(principal && { principal }) }),
    }),
    internet,
    useProfile: () => undefined,
    print: (text) => void out.push(`${text}\n`),
    write: async (pieces) => void out.push(...pieces),
    quiet: false,
    aside: (text) => void err.push(`${text}\n`),
    note: (text) => void err.push(`${text}\n`),
    input: async () => (typeof input === "string" ? new TextEncoder().encode(input) : input),
    async ask(question, as) {
      asked.push({ question, as });
      const answer = left.shift();
      return typeof answer === "function" ? answer() : (answer ?? "");
    },
    stopped: async () => undefined,
    endWith(wanted) {
      code = wanted;
    },
  } satisfies Terminal;
  await tellingFiles(() => run(args, terminal));
  tell("what the command prints", [...out, ...err].join(""));
  const printed = out.join("");
  if (printed.startsWith('{\n  "schema":')) expect(formFaults(JSON.parse(printed))).toEqual([]);
  return { code, out: printed, err: err.join(""), asked };
}
