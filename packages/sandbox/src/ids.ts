import type { Ids } from "./sandbox.ts";

/** Ids that look random and are the same for the same seed: a generator of 32 bits, mulberry32. */
export function seededIds(seed: number): Ids {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  const text = (length: number, alphabet: string) => {
    let characters = "";
    for (let i = 0; i < length; i++) characters += alphabet.charAt(number(alphabet.length));
    return characters;
  };
  const hex = (length: number) => text(length, "0123456789abcdef");
  return {
    number,
    text,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${text(1, "89ab")}${hex(3)}-${hex(12)}`,
  };
}
