/** The event with the nth of its members, at any depth, replaced. */
export function replaced(event: unknown, nth: number, value: unknown): unknown {
  const places = placesIn(event);
  const place = places[nth % Math.max(1, places.length)];
  return place === undefined ? event : withAt(event, place, value);
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) => [
    [...path, member],
    ...placesIn(inner, [...path, member]),
  ]);
}

function withAt(event: unknown, [member, ...rest]: readonly string[], value: unknown): unknown {
  if (member === undefined) return value;
  if (typeof event !== "object" || event === null) return event;
  const inner = withAt(Reflect.get(event, member), rest, value);
  if (Array.isArray(event)) return event.with(Number(member), inner);
  return { ...event, [member]: inner };
}
