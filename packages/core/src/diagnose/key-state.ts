import type { Key } from "../model/secret.ts";

/** Decrypt works in these two states alone. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const usableStates: readonly string[] = ["Enabled", "Updating"];

export function isUsable({ state }: Key): boolean {
  return usableStates.includes(state);
}
