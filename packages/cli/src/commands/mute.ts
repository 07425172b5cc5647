/** `pullpass mute` and `unmute`: no messages about a rule's or a project's findings, for a while. */
import { isMuting, isSameTarget, type Mute, timeInWords } from "@pullpass/core";
import { codeBuildProjects } from "@pullpass/core/aws";
import type { Command } from "commander";
import { examples } from "../examples.ts";
import type { GlobalOptions } from "../global-options.ts";
import { until } from "../history/moment.ts";
import { type OpenLedger, openLedger } from "../history/open-ledger.ts";
import { jsonDocument } from "../json-document.ts";
import { muteTargetOf, targetIsThere } from "../mutes/mute-target.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { muteLines, muteRecord, targetText } from "../render/mutes.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";

export function registerMute(program: Command, out: Terminal): void {
  withLedgerOptions(program.command("mute"))
    .description("send no messages about a rule's or a project's findings for a while; or list what is muted")
    .argument(
      "[rule-or-project]",
      "a rule of docs/findings.md, or a project's name; without it, what is muted",
    )
    .option("--until <time>", "when it ends: 7d, 2026-12-24, 2026-12-24T09:00 (UTC); at most a year", until)
    .addHelpText(
      "after",
      examples(
        `
It is recorded in the deployment's ledger, with who muted and until when. What is still open at its end, the next sweep
tells. What pullpass does is never muted: access that it grants or takes back is told. A project that is named like a
rule is written project=NAME.`,
        "pullpass mute role-shared --until 2026-12-24",
        "pullpass mute web --until 7d",
        "pullpass mute",
      ),
    )
    .action(async (what: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<MuteOptions>();
      if ((what === undefined) !== (options.until === undefined))
        command.error("error: name what to mute together with --until, or neither to list what is muted");
      if (what === undefined || options.until === undefined) await listMutes(options, out);
      else await mute(what, options.until, options, out);
    });
}

export function registerUnmute(program: Command, out: Terminal): void {
  withLedgerOptions(program.command("unmute"))
    .description("end mutes of a rule or a project now; the next sweep tells what is still open")
    .argument("<rule-or-project>", "what was muted")
    .addHelpText("after", examples("", "pullpass unmute role-shared"))
    .action(async (what: string, _options: unknown, command: Command) => {
      await unmute(what, command.optsWithGlobals<MuteOptions>(), out);
    });
}

function withLedgerOptions(command: Command): Command {
  return withForms(command, textOrJson).option(
    "--table <name>",
    "the ledger's table (default: PULLPASS_TABLE, or that of the Region's deployment)",
  );
}

interface MuteOptions extends GlobalOptions, TextOrJson {
  readonly until?: string;
  readonly table?: string;
}

async function listMutes(options: MuteOptions, out: Terminal): Promise<void> {
  const opened = await openLedger(options, out);
  const lines = muteLines(await mutedNow(opened));
  await show(opened, lines.length === 0 ? ["Nothing is muted."] : lines, options, out);
}

async function mute(what: string, until: string, options: MuteOptions, out: Terminal): Promise<void> {
  const opened = await openLedger(options, out);
  const { account, deployment } = opened;
  const target = muteTargetOf(what);
  await targetIsThere(target, account, codeBuildProjects(account.connection));
  const { region, caller: by } = account;
  const made: Mute = { id: crypto.randomUUID(), region, target, by, at: new Date().toISOString(), until };
  await deployment.ledger.recordMute(made);
  const others = (await mutedNow(opened)).filter(
    ({ id, target: other }) => id !== made.id && isSameTarget(other, target),
  );
  const lines = [
    `Muted: findings of ${targetText(target)}, until ${timeInWords(until)}.`,
    "  What pullpass does is told as before; what is still open at the end, the next sweep tells.",
    ...(others.length === 0 ? [] : ["", "It was muted before, and stays so until the last of these ends."]),
    ...muteLines(others),
  ];
  await show(opened, lines, options, out);
}

async function unmute(what: string, options: MuteOptions, out: Terminal): Promise<void> {
  const opened = await openLedger(options, out);
  const target = muteTargetOf(what);
  const meant = (await mutedNow(opened)).filter((each) => isSameTarget(each.target, target));
  const { account, deployment } = opened;
  for (const each of meant) {
    await deployment.ledger.liftMute(each, account.caller, new Date().toISOString());
  }
  const left = muteLines(await mutedNow(opened));
  const lines = [
    meant.length === 0
      ? `Findings of ${targetText(target)} are not muted by themselves.`
      : `Unmuted: findings of ${targetText(target)}. What is still open, the next sweep tells.`,
    ...(left.length === 0 ? [] : ["", ...left]),
  ];
  await show(opened, lines, options, out);
}

async function mutedNow({ account, deployment }: OpenLedger): Promise<readonly Mute[]> {
  const all = await deployment.ledger.mutes(account.region);
  const now = new Date().toISOString();
  return all.filter((each) => isMuting(each, now));
}

async function show(
  opened: OpenLedger,
  lines: readonly string[],
  { format }: MuteOptions,
  out: Terminal,
): Promise<void> {
  if (format === "text") return out.print(wrapText(lines.join("\n"), out));
  const { id, region } = opened.account;
  const told = {
    account: id,
    region,
    table: opened.deployment.table,
    mutes: (await mutedNow(opened)).map(muteRecord),
  };
  out.print(jsonDocument("mutes", told));
}
