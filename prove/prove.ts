import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, openAccount, openSandbox } from "./account.ts";
import { type Journal, journalIn } from "./journal.ts";
import { chosen, help, type Options, readOptions, UsageError } from "./options.ts";
import type { Probe } from "./probe.ts";
import { notProbed, probes } from "./probes/index.ts";
import { type Leftover, removeAll } from "./remove.ts";
import { asJson, asPage, differences, type Proved } from "./report.ts";
import { askOne, type Run } from "./run.ts";

export interface Io {
  readonly environment: NodeJS.ProcessEnv;
  /** Aborted when somebody wants it to end. */
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** In place of the account that the credentials are of. */
  readonly account?: Account;
}

/** The exit code: 0, 1 if something failed or is left behind, 2 for a wrong command line, 130 when interrupted. */
export async function prove(argv: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(argv, io.environment);
    if (options.help) return said(io.print, help, 0);
    const asked = chosen(probes, options);
    if (options.list) return said(io.print, asked.map(listed).join("\n"), 0);
    if (options.remove !== undefined) return await removeJournal(options.remove, options, io);
    if (!options.yes)
      return said(
        io.note,
        `${plan(asked)}\n\nNothing was done. Add --yes-create-resources, and --account.`,
        2,
      );
    return await run(asked, options, io);
  } catch (error) {
    if (error instanceof UsageError)
      return said(io.note, `${error.message}\nnpm run prove -- --help says more.`, 2);
    if (error instanceof Error && error.name === "AbortError") return said(io.note, "Interrupted.", 130);
    return said(io.note, error instanceof Error ? `${error.name}: ${error.message}` : String(error), 1);
  }
}

function said(say: (text: string) => void, text: string, code: number): number {
  say(text);
  return code;
}

async function run(asked: readonly Probe[], options: Options, io: Io): Promise<number> {
  const { account, what, isAws } = await open(options, io);
  const journal = journalFor(options, io);
  const sandbox = await openSandbox({ region: account.region, signal: io.signal });
  const common = { prefix: options.prefix, eventsWithin: options.waitMinutes * 60_000 };
  const theirs: Run = { account, what, journal, ...common };
  const ours: Run = { account: sandbox, what: "The sandbox", journal: journalIn(), ...common };
  io.note(
    `${plan(asked)}\nIn account ${account.id}, ${account.region}, as ${account.caller}; every name begins with ${options.prefix}.`,
  );
  const proved: Proved[] = [];
  let left: readonly Leftover[] = [];
  let wasInterrupted = false;
  try {
    for (const [index, probe] of asked.entries()) {
      io.note(`[${index + 1}/${asked.length}] ${probe.id}: ${probe.question}`);
      const answer = await askOne(probe, theirs);
      left = answer.left;
      const each = { probe, asked: answer, sandbox: await askOne(probe, ours) };
      proved.push(each);
      io.note(`    ${outcome(each)}`);
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    wasInterrupted = true;
    left = await removeAll(account, journal);
  } finally {
    await sandbox.sandbox.dispose();
  }
  const report = { what, isAws, region: account.region, date: new Date(), proved, notProbed };
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, "prove.json"), asJson(report));
  writeFileSync(join(options.out, "prove.md"), asPage(report));
  io.print(`${summary(proved)} ${join(options.out, "prove.md")} and prove.json hold it.`);
  if (left.length > 0) return said(io.note, leftBehind(left, options), 1);
  return wasInterrupted ? said(io.note, "Interrupted; everything that was created is removed.", 130) : 0;
}

/** @throws UsageError if it is not the account that is meant */
async function open(options: Options, io: Io) {
  const { region } = options;
  if (options.account === undefined) throw new UsageError("Name the account that is meant: --account.");
  if (region === undefined) throw new UsageError("Name the Region: --region.");
  const endpoint = io.environment.AWS_ENDPOINT_URL || undefined;
  const account = io.account ?? (await openAccount({ region, endpoint, signal: io.signal }));
  if (account.id !== options.account)
    throw new UsageError(
      `The credentials are of account ${account.id}, not of ${options.account}. Nothing was done.`,
    );
  const isAws = endpoint === undefined && io.account === undefined;
  return { account, isAws, what: isAws ? "AWS" : (endpoint ?? "another account") };
}

function journalFor({ out, prefix }: Options, { note }: Io): Journal {
  mkdirSync(out, { recursive: true });
  const file = join(out, `${prefix}.created`);
  note(`What is created is written down in ${file} until it is removed.`);
  return journalIn(file);
}

async function removeJournal(file: string, options: Options, io: Io): Promise<number> {
  const { account } = await open(options, io);
  const left = await removeAll(account, journalIn(file));
  return left.length > 0
    ? said(io.note, leftBehind(left, options), 1)
    : said(io.print, "All of it is gone.", 0);
}

function listed({ id, question, cost }: Probe): string {
  return `${id}\n    ${question}\n    creates ${cost.creates}; up to ${dollars(cost.dollars)}`;
}

function plan(asked: readonly Probe[]): string {
  const total = asked.reduce((sum, { cost }) => sum + cost.dollars, 0);
  const lines = asked.map(({ id, cost }) => `  ${id}: ${cost.creates} (${dollars(cost.dollars)})`);
  return `${asked.length} probes, which cost up to ${dollars(total)} together:\n${lines.join("\n")}`;
}

function dollars(amount: number): string {
  return amount === 0 ? "nothing" : `$${amount.toFixed(2)}`;
}

function outcome(each: Proved): string {
  const { answer } = each.asked;
  if (answer.kind === "open") return `open: ${answer.why}`;
  const differing = differences(each);
  return differing.length === 0
    ? "settled; the sandbox says the same"
    : `settled; the sandbox differs in: ${differing.join(", ")}`;
}

function summary(proved: readonly Proved[]): string {
  const settled = proved.filter(({ asked }) => asked.answer.kind === "settled");
  const differing = settled.filter((each) => differences(each).length > 0);
  return `${settled.length} of ${proved.length} questions settled; in ${differing.length} the sandbox differs.`;
}

function leftBehind(left: readonly Leftover[], { out, prefix }: Options): string {
  const lines = left.map(({ kind, id, why }) => `  ${kind} ${id}: ${why}`);
  return `This is left behind:\n${lines.join("\n")}\nTry again with: npm run prove -- --remove ${join(out, `${prefix}.created`)}, --account and --region.`;
}
