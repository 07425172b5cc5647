/** What made pullpass look, in words. */
import type { Cause } from "../model/trigger.ts";
import { plain } from "./plain.ts";
import { timeInWords } from "./time.ts";

/** `CreateProject by user/ann with Terraform at 29 November 2026, 14:05 UTC (event 1b5b1c2e)` */
export function causeText({ event, actor, time, id, tool }: Cause): string {
  const helped = tool === undefined ? "" : ` with ${tool}`;
  return plain(`${event} by ${actorName(actor)}${helped} at ${timeInWords(time)} (event ${id})`);
}

/** `user/ann`, `Administrator/ann` for a session of that role; a service stays as it is. */
export function actorName(actor: string): string {
  return actor.split(":").at(-1)?.split("/").slice(-2).join("/") ?? actor;
}

/** The ARNs of those whom `actorName` shortens, each once, in their order. */
export function actorArns(causes: readonly Cause[]): readonly string[] {
  return [...new Set(causes.map(({ actor }) => actor))].filter((actor) => actorName(actor) !== actor);
}
