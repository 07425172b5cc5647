/** Events, and what each makes pullpass look at. */
import { plain, roleName, type SingleTrigger, type Trigger } from "@pullpass/core";
import type { Delivery } from "../replay/delivery.ts";
import type { Replayed } from "../replay/replayed.ts";
import { type Paint, paintFor } from "./palette.ts";

export function replayText(replayed: readonly Replayed[], look: { readonly colours: boolean }): string {
  const paint = paintFor(look);
  const acting = replayed.filter(({ trigger }) => trigger.kind !== "ignored").length;
  const unread = replayed.filter(({ delivery }) => delivery === undefined).length;
  const read = replayed.length - unread;
  const events = read === 1 ? "1 event" : `${read} events`;
  const rest = unread === 0 ? "" : ` ${unread} could not be read.`;
  const sum = paint("bold", `${events}: ${acting} to act on, ${read - acting} ignored.${rest}`);
  return [...replayed.flatMap((each) => lines(each, paint)), "", sum].join("\n");
}

function lines({ where, name, trigger, delivery, scoped }: Replayed, paint: Paint): readonly string[] {
  const head = `${paint("dim", plain(where))}  ${paint("bold", plain(name, 100))}`;
  const by = delivery === undefined ? [] : [`    ${paint("dim", deliveryText(delivery))}`];
  if (trigger.kind === "ignored") {
    const what = delivery === undefined ? "not read" : "ignored";
    return [head, `    ${paint("dim", `${what}: ${plain(trigger.reason)}`)}`, ...by];
  }
  const { cause, account, region } = trigger;
  const from = paint("dim", `by ${plain(cause.actor)} at ${plain(cause.time)}, account ${account} ${region}`);
  return [
    head,
    ...singles(trigger).map((each) => `    ${paint("cyan", each.kind)}${subjectOf(each)}`),
    `    ${from}`,
    ...by,
    ...after(scoped, paint),
  ];
}

function singles(trigger: Trigger): readonly SingleTrigger[] {
  return trigger.kind === "several" ? trigger.triggers : [trigger];
}

function deliveryText(delivery: Delivery): string {
  if (delivery.kind === "none") return `no rule delivers it: ${plain(delivery.why)}`;
  const { rule, forwardedFrom, needsKms, onlyIn } = delivery;
  const whose = forwardedFrom === undefined ? "" : ` of the forwarding stack in ${forwardedFrom}`;
  const lacking = [
    ...(forwardedFrom === undefined ? [] : ["without that stack"]),
    ...(needsKms ? ["with kms: false"] : []),
  ];
  const without = lacking.length === 0 ? "" : `; ${lacking.join(" or ")} none does`;
  const elsewhere =
    onlyIn === undefined
      ? ""
      : `; to a deployment elsewhere than in ${onlyIn} only through the forwarding stack there`;
  return `rule ${rule}${whose} delivers it${without}${elsewhere}`;
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

function subjectOf(trigger: SingleTrigger): string {
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
    case "role-policies-changed":
      return ` ${plain(trigger.role)}`;
    case "policy-changed":
      return ` ${plain(trigger.policy)}`;
    case "key-changed":
      return ` ${plain(trigger.key)}`;
    case "sweep":
      return "";
    default:
      return trigger satisfies never;
  }
}
