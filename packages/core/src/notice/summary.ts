/** What is open, in one message of bounded size. */
import { type Severity, severities } from "../model/finding.ts";
import { type Mute, muteEnd, mutesOf } from "../model/mute.ts";
import type { OpenFinding } from "../ports.ts";
import { paragraphs, section } from "./layout.ts";
import { menderText } from "./mender-text.ts";
import type { Message } from "./message.ts";
import { nextCommand } from "./next-command.ts";
import { type OpenCause, openCauses } from "./open-causes.ts";
import { listed, plain } from "./plain.ts";
import { command } from "./shell.ts";
import { fittingSubject } from "./subject.ts";
import { timeInWords } from "./time.ts";

/** Where the deployment is. */
export interface SummaryPlace {
  readonly account: string;
  readonly region: string;
}

export interface Summary {
  readonly message: Message;
  readonly causes: readonly OpenCause[];
}

/** `undefined` where nothing is open, or nothing but what is muted. */
export function summaryOf(
  open: readonly OpenFinding[],
  mutes: readonly Mute[],
  { account, region }: SummaryPlace,
  now: string,
): Summary | undefined {
  const mutesNow = ({ finding }: OpenFinding) => mutesOf(finding, mutes, now);
  const heard = open.filter((each) => mutesNow(each).length === 0);
  if (heard.length === 0) return undefined;
  const muted = open.map(mutesNow).filter((each) => each.length > 0);
  const count = `${areOpen(heard.length)} open`;
  const high = heard.filter(({ finding }) => finding.severity === "high").length;
  const worst = high === 0 ? "" : `, ${high} of them high`;
  const causes = openCauses(heard);
  const message: Message = {
    subject: fittingSubject([`pullpass summary: ${count}${worst} (${account} ${region})`]),
    text: paragraphs([
      `${count}: ${counts(heard)}.`,
      ...causeSections(causes),
      muted.length === 0 ? undefined : section("Muted, and not in this summary", mutedLines(muted)),
      section("Where", [plain(`account ${account}, Region ${region}`)]),
      section("All of it", [command("pullpass audit", ["--region", region])]),
    ]),
    attributes: {
      kind: { type: "String", value: "summary" },
      account: { type: "String", value: account },
      region: { type: "String", value: region },
    },
  };
  return { message, causes };
}

const problems = (count: number) => (count === 1 ? "1 problem" : `${count} problems`);
const areOpen = (count: number) => `${problems(count)} ${count === 1 ? "is" : "are"}`;

/** `3 high, 11 low` */
function counts(open: readonly OpenFinding[]): string {
  return severities
    .map(
      (severity) => [open.filter(({ finding }) => finding.severity === severity).length, severity] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`)
    .join(", ");
}

/** However much is open, the message is no longer than a mail that is read. */
const causesMax = 20;
const titleMax = 400;
const namesMax = 5;
const nameMax = 64;

function causeSections(causes: readonly OpenCause[]): readonly string[] {
  const shown = causes.slice(0, causesMax);
  const rest = causes.slice(causesMax);
  const left = rest.reduce((sum, { names }) => sum + names.length, 0);
  const more = `And ${problems(left)} of ${rest.length === 1 ? "1 more cause" : `${rest.length} more causes`}.`;
  return [
    ...severities.flatMap((severity) => severitySection(severity, shown)),
    ...(rest.length === 0 ? [] : [more]),
  ];
}

function severitySection(severity: Severity, causes: readonly OpenCause[]): readonly string[] {
  const meant = causes.filter((cause) => cause.severity === severity);
  const title = `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
  return meant.length === 0 ? [] : [section(title, meant.flatMap(causeLines))];
}

/** With an empty line between two of them. */
function causeLines(cause: OpenCause, at: number): readonly string[] {
  const { rule, mender, kind, title, names, since, findings } = cause;
  const short = names.map((name) => plain(name, nameMax));
  const which =
    names.length === 1 ? `${kind} ${short[0]}` : `${names.length} ${kind}s: ${listed(short, namesMax)}`;
  const from = `${names.length === 1 ? "since" : "the first since"} ${timeInWords(since)}`;
  const next = nextCommand(findings) ?? "";
  return [
    ...(at === 0 ? [] : [""]),
    plain(title, titleMax),
    `  ${which}; ${from}`,
    `  Who can mend it: ${menderText(mender)} (${rule})`,
    ...(next === "" || next.length > commandMax ? [] : [`  ${next}`]),
  ];
}

/** What is longer is nobody's name. It is not cut: half a command is another one. */
const commandMax = 4_000;

/** `6 problems of secret-no-consent, until 24 November 2026, 20:00 UTC`: by the mute that ends last. */
function mutedLines(muted: readonly (readonly Mute[])[]): readonly string[] {
  const lasting = muted.map((each) => each.toSorted((a, b) => (muteEnd(a) < muteEnd(b) ? 1 : -1))[0]);
  const groups = [...Map.groupBy(lasting, (mute) => mute?.id)].slice(0, causesMax);
  const lines = groups.flatMap(([, [mute, ...others]]) =>
    mute === undefined ? [] : [mutedLine(mute, 1 + others.length)],
  );
  const rest = muted.length - groups.reduce((sum, [, { length }]) => sum + length, 0);
  return rest === 0 ? lines : [...lines, `and ${problems(rest)} more`];
}

function mutedLine(mute: Mute, count: number): string {
  const { target } = mute;
  const what = target.kind === "rule" ? target.rule : `project ${target.name}`;
  return `${problems(count)} of ${plain(what, nameMax)}, until ${timeInWords(muteEnd(mute))}`;
}
