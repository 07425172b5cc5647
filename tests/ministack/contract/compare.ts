/** Where two accounts' answers to the same call differ. */
import { type Answer, isError } from "./answer.ts";

export interface Gap {
  /** What only the sandbox's answer has. */
  readonly sandbox: readonly string[];
  /** What only the emulator's has. */
  readonly emulator: readonly string[];
}

export function gapBetween(sandbox: Answer, emulator: Answer): Gap {
  if (isError(sandbox) === isError(emulator)) {
    return { sandbox: without(sandbox, emulator), emulator: without(emulator, sandbox) };
  }
  // What it answered when the other failed goes without saying.
  return {
    sandbox: isError(sandbox) ? sandbox : ["succeeds"],
    emulator: isError(emulator) ? emulator : ["succeeds"],
  };
}

const without = (some: Answer, others: Answer) => some.filter((line) => !others.includes(line));
