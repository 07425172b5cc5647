/** Events, and what each makes pullpass look at. */
import { plain, roleName, type Trigger } from "@pullpass/core";
import type { Replayed } from "../replay/replayed.ts";
import { type Paint, paintFor } from "./palette.ts";

export function replayText(replayed: readonly Replayed[], look: { readonly colours: boolean }): string {
  const paint = paintFor(look);
  const acting = replayed.filter(({ trigger }) => trigger.kind !== "ignored").length;
  const events = replayed.length === 1 ? "1 event" : `${replayed.length} events`;
  const sum = paint("bold", `${events}: ${acting} to act on, ${replayed.length - acting} ignored.`);
  return [...replayed.flatMap((each) => lines(each, paint)), "", sum].join("\n");
}

function lines({ where, name, trigger, scoped }: Replayed, paint: Paint): readonly string[] {
  const head = `${paint("dim", plain(where))}  ${paint("bold", plain(name, 100))}`;
  if (trigger.kind === "ignored") return [head, `    ${paint("dim", `ignored: ${plain(trigger.reason)}`)}`];
  const { cause, account, region } = trigger;
  const from = paint("dim", `by ${plain(cause.actor)} at ${plain(cause.time)}, account ${account} ${region}`);
  return [
    head,
    `    ${paint("cyan", trigger.kind)}${subjectOf(trigger)}`,
    `    ${from}`,
    ...after(scoped, paint),
  ];
}

function after(scoped: Replayed["scoped"], paint: Paint): readonly string[] {
  if (scoped === undefined) return [];
  if ("kind" in scoped) return [`    ${paint("dim", `nothing to look at: ${plain(scoped.reason)}`)}`];
  return [`    looks at ${rolesOf(scoped.map(({ role }) => plain(roleName(role))))}`];
}

const rolesMax = 5;

function rolesOf(names: readonly string[]): string {
  const shown = names.slice(0, rolesMax).join(", ");
  const more = names.length - rolesMax;
  return `${names.length === 1 ? "role" : "roles"} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

function subjectOf(trigger: Trigger): string {
  switch (trigger.kind) {
    case "secret-changed":
    case "secret-deleted":
      return ` ${plain(trigger.secret.kind === "name" ? trigger.secret.name : trigger.secret.text)}`;
    case "project-changed":
    case "project-deleted":
      return ` ${plain(trigger.project)}`;
    case "build-failed":
      return ` ${plain(trigger.project)}: ${plain(trigger.context)}`;
    case "role-changed":
    case "role-deleted":
      return ` ${plain(trigger.role)}`;
    case "key-changed":
      return ` ${plain(trigger.key)}`;
    case "sweep":
      return "";
    default:
      return trigger satisfies never;
  }
}
