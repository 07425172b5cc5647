/** event → trigger → the roles to look at. */
import { decodeEvent, type Ignored, type Scoped, type Trigger, type Work } from "@pullpass/core";
import type { Delivery } from "./delivery.ts";
import { member } from "./member.ts";
import type { ReadEvent } from "./read-events.ts";

/** An event, and what it asks for. */
export interface Replayed {
  readonly where: string;
  /** `CreateSecret`, or the envelope's type. */
  readonly name: string;
  readonly trigger: Trigger | Ignored;
  /** Which rule brings it; `undefined` for what is no event. */
  readonly delivery: Delivery | undefined;
  /** The roles to look at; `undefined` where that was not asked. */
  readonly scoped: readonly Work[] | Ignored | undefined;
}

/** Asks nothing of AWS. */
export function decoded(
  { where, event, unread }: ReadEvent,
  deliver: (event: unknown) => Delivery,
): Replayed {
  if (unread !== undefined) {
    const reason = `it is ${unread.is}`;
    return {
      where,
      name: "no event",
      trigger: { kind: "ignored", reason },
      delivery: undefined,
      scoped: undefined,
    };
  }
  const delivery = deliver(event);
  return { where, name: nameOf(event), trigger: decodeEvent(event), delivery, scoped: undefined };
}

/** With the roles to look at, as `ask` answers. @throws what it throws */
export async function scoped(
  replayed: Replayed,
  ask: (trigger: Trigger) => Promise<Scoped>,
): Promise<Replayed> {
  if (replayed.trigger.kind === "ignored") return replayed;
  const result = await ask(replayed.trigger);
  return { ...replayed, scoped: result.kind === "work" ? result.work : result };
}

function nameOf(event: unknown): string {
  const names = [member(member(event, "detail"), "eventName"), member(event, "detail-type")];
  return String(names.find((name) => typeof name === "string") ?? "?");
}
