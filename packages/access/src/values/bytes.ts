import { sameBytes } from "../condition/comparisons.ts";
import type { Samples } from "./samples.ts";

/** Those that are named, and others. */
export function bytesSamples(values: readonly string[]): Samples {
  const longest = Math.max(...values.map((value) => Buffer.from(value, "base64").length));
  const other = Buffer.alloc(longest + 1).toString("base64");
  return { texts: [...values, other], isComplete: !values.some((value) => sameBytes(value, other)) };
}
