/** What subscribers filter by. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
import { projectsOf } from "../model/change.ts";
import type { Notice } from "./notice.ts";

interface Attribute {
  readonly type: "String" | "String.Array";
  /** An array as JSON. */
  readonly value: string;
}

export type MessageAttributes = Readonly<Record<string, Attribute>>;

/**
 * `kind`, `state`, `account`, `region`, `project`; of changes also which `change`, of findings `rule` and `severity`. An attribute without a
 * value is left out, because SNS takes no empty one.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function attributesOf(notice: Notice): MessageAttributes {
  return { ...textAttributes(textsOf(notice)), ...projectAttribute(projectNames(notice)) };
}

/** Of a digest: each attribute holds what any of its notices has, and a filter matches if one of them does. */
export function digestAttributes(notices: readonly Notice[], projects: readonly string[]): MessageAttributes {
  const values = new Map<string, Set<string>>();
  for (const notice of notices) {
    for (const [name, text] of Object.entries(textsOf(notice))) {
      const value = printable(text);
      if (value !== "") values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  const attributes = [...values].map(([name, each]) => [name, listAttribute([...each])] as const);
  return { ...Object.fromEntries(attributes), ...projectAttribute(projects) };
}

function listAttribute(values: readonly string[]): Attribute {
  const [first = ""] = values;
  return values.length === 1
    ? { type: "String", value: first }
    : { type: "String.Array", value: JSON.stringify(values) };
}

function textsOf(notice: Notice): Readonly<Record<string, string>> {
  const { account, region } = notice.kind === "change" ? notice.change : notice.finding;
  return { kind: notice.kind, state: notice.state, account, region, ...ownTexts(notice) };
}

function ownTexts(notice: Notice): Readonly<Record<string, string>> {
  if (notice.kind === "change") return { change: notice.change.kind };
  const { rule, severity } = notice.finding;
  return { rule, severity };
}

export function projectNames(notice: Notice): readonly string[] {
  if (notice.kind === "change") return projectsOf(notice.change);
  return notice.finding.subject.kind === "project" ? [notice.finding.subject.name] : [];
}

function textAttributes(texts: Readonly<Record<string, string>>): MessageAttributes {
  const attributes = Object.entries(texts).flatMap(([name, text]): [string, Attribute][] => {
    const value = printable(text);
    return value === "" ? [] : [[name, { type: "String", value }]];
  });
  return Object.fromEntries(attributes);
}

/** Several names as an array: a filter matches if any of them does. Names beyond what a message holds are left out. */
function projectAttribute(names: readonly string[]): MessageAttributes {
  if (names.length < 2) return textAttributes({ project: names[0] ?? "" });
  let bytes = 0;
  const fitting = names.map(printable).filter((name) => {
    bytes += Buffer.byteLength(JSON.stringify(name)) + 1;
    return bytes <= projectBytesMax;
  });
  return { project: { type: "String.Array", value: JSON.stringify(fitting) } };
}

/** A quarter of what a message may have in all. */
export const projectBytesMax = 65_536;

/** Printable ASCII: SNS takes no surrogate pairs, and names of AWS's things hold nothing else. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/gu, "?").slice(0, 1_000);
}
