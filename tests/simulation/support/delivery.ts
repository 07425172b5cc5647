/** EventBridge on a bad day: events get lost, come twice, or late and so out of order. */
import type { BusEvent, Sandbox } from "../../../packages/sandbox/src/index.ts";
import { home } from "../../end-to-end/support/world.ts";

type Fate = "lost" | "twice" | "late";

export interface Delivery {
  /** What becomes of the next events; `seconds` is how late. */
  next(fate: Fate, count: number, seconds: number): void;
  heal(): void;
  /** What became of events. */
  readonly fates: ReadonlySet<Fate>;
  /** Every event that AWS raised, whatever became of it, and every one of pullpass's. */
  readonly events: readonly BusEvent[];
  /** Those of pullpass in another Region. */
  readonly farEvents: readonly BusEvent[];
}

export function unreliableDelivery(sandbox: Sandbox): Delivery {
  const fates: { readonly fate: Fate; readonly seconds: number }[] = [];
  const events: BusEvent[] = [];
  const farEvents: BusEvent[] = [];
  const met = new Set<Fate>();
  const deliver = sandbox.emit;
  const emit = (event: BusEvent) => {
    const isFar = event.source === "pullpass" && event.region !== home;
    (isFar ? farEvents : events).push(event);
    const next = isFromAws(event) ? fates.shift() : undefined;
    if (next !== undefined) met.add(next.fate);
    if (next?.fate === "lost") return;
    if (next?.fate === "late") sandbox.clock.after(next.seconds * 1000, () => deliver(event));
    else deliver(event);
    if (next?.fate === "twice") sandbox.clock.after(next.seconds * 1000, () => deliver(event));
  };
  Object.assign(sandbox, { emit });
  return {
    events,
    farEvents,
    fates: met,
    next(fate, count, seconds) {
      for (let index = 0; index < count; index++) fates.push({ fate, seconds: seconds * (count - index) });
    },
    heal: () => void fates.splice(0),
  };
}

const isFromAws = ({ source }: BusEvent) => source.startsWith("aws.");
