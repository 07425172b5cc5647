/** What the functions print, as CloudWatch would keep it. */
import { tell } from "../../support/told.ts";

export interface Output {
  readonly lines: readonly string[];
  stop(): void;
}

/** Nothing reaches the terminal until it is stopped. */
export function keepOutput(): Output {
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (text: unknown) => {
      lines.push(String(text));
      tell("what a function prints", String(text));
      return true;
    };
  }
  const stop = () => {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] ?? stream.write;
  };
  return { lines, stop };
}
