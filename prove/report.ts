/** What was settled, as JSON and as a page. */

import type { Answer, Probe } from "./probe.ts";
import type { NotProbed } from "./probes/index.ts";
import type { Asked } from "./run.ts";

export interface Proved {
  readonly probe: Probe;
  readonly asked: Asked;
  readonly sandbox: Asked;
}

export interface Report {
  /** `AWS`, or what answered in its place. */
  readonly what: string;
  readonly isAws: boolean;
  readonly region: string;
  readonly date: Date;
  readonly proved: readonly Proved[];
  readonly notProbed: readonly NotProbed[];
}

/** The facts on which the two differ; all of them where one of the two has no answer. */
export function differences({ asked, sandbox }: Pick<Proved, "asked" | "sandbox">): readonly string[] {
  const [ours, theirs] = [factsOf(sandbox.answer), factsOf(asked.answer)];
  return Object.keys({ ...theirs, ...ours }).filter((fact) => ours[fact] !== theirs[fact]);
}

function factsOf(answer: Answer): Readonly<Record<string, string>> {
  return answer.kind === "settled" ? answer.facts : {};
}

export function asJson(report: Report): string {
  const { proved, date, ...rest } = report;
  const probes = proved.map(({ probe: { id, question, matters, files }, asked, sandbox }) => ({
    id,
    question,
    matters,
    files,
    asked: { ...asked.answer, seconds: asked.seconds },
    sandbox: sandbox.answer,
    differs: asked.answer.kind === "settled" ? differences({ asked, sandbox }) : [],
  }));
  return `${JSON.stringify({ version: 1, date: date.toISOString(), ...rest, probes }, undefined, 2)}\n`;
}

export function asPage(report: Report): string {
  const { what, isAws, region, date, proved, notProbed } = report;
  const settledOnes = proved.filter(({ asked }) => asked.answer.kind === "settled");
  const openOnes = proved.filter(({ asked }) => asked.answer.kind === "open");
  return [
    "# What AWS does where its documentation is silent",
    "",
    `Asked of ${what} in ${region} on ${date.toISOString().slice(0, 10)} by \`npm run prove\`. ${count(settledOnes.length, "question")} settled, ${openOnes.length} open.`,
    ...(isAws ? [] : ["", `**${what} is not AWS: nothing here is settled about AWS.**`]),
    ...(settledOnes.length > 0 ? ["", "## Settled"] : []),
    ...settledOnes.flatMap((each) => settledLines(each, what)),
    ...(openOnes.length > 0 ? ["", "## Open"] : []),
    ...openOnes.flatMap(openLines),
    ...(notProbed.length > 0
      ? ["", "## Not asked", "", "| guess | where | why not |", "| --- | --- | --- |"]
      : []),
    ...notProbed.map(({ guess, file, why }) => row(guess, code(file), why)),
    "",
  ].join("\n");
}

function settledLines({ probe, asked, sandbox }: Proved, what: string): readonly string[] {
  const differing = differences({ asked, sandbox });
  const [ours, theirs] = [factsOf(sandbox.answer), factsOf(asked.answer)];
  const facts = Object.keys({ ...theirs, ...ours }).map((fact) =>
    row(
      fact,
      theirs[fact] ?? "no answer",
      differing.includes(fact) ? (ours[fact] ?? "no answer") : "the same",
    ),
  );
  const details = asked.answer.details;
  return [
    ...headOf(probe),
    "",
    `| | ${what} | the sandbox |`,
    "| --- | --- | --- |",
    ...facts,
    ...(sandbox.answer.kind === "open" ? ["", `The sandbox: ${sandbox.answer.why}`] : []),
    ...(details === undefined
      ? []
      : [
          "",
          "<details><summary>Details</summary>",
          "",
          "```json",
          JSON.stringify(details, undefined, 2),
          "```",
          "",
          "</details>",
        ]),
  ];
}

function openLines({ probe, asked: { answer } }: Proved): readonly string[] {
  return [...headOf(probe), "", answer.kind === "open" ? `Open: ${answer.why}` : ""];
}

function headOf({ id, question, matters, files }: Probe): readonly string[] {
  const where = files.length > 0 ? ` In ${files.map(code).join(", ")}.` : "";
  return ["", `### ${question}`, "", `\`${id}\`: ${matters}${where}`];
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
