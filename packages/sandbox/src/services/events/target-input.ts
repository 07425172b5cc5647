import type { Delivery } from "./delivery.ts";

/** What the target gets: a constant, the part of the event at a path (`$.detail.name`), or the event. */
export function targetInput({ event, target }: Delivery): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  if (target.InputPath === undefined) return event;
  const names = target.InputPath.split(".").slice(1);
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    event,
  );
}
