/** Numbers and dates: those that are named, and one in each gap. */
import { isNumber, timeMs } from "../condition/comparisons.ts";
import type { Samples } from "./samples.ts";

export function numberSamples(values: readonly string[]): Samples {
  const numbers = values.filter(isNumber).map(Number);
  const samples = withGaps(numbers, 1).filter(Number.isFinite);
  return { texts: samples.map(String), isComplete: numbers.every(isModerate) };
}

export function dateSamples(values: readonly string[]): Samples {
  const times = values.map(timeMs).filter((time) => !Number.isNaN(time));
  const samples = withGaps(times, 1_000).map(Math.trunc);
  const texts = samples.flatMap((time) => textOf(time) ?? []);
  return { texts, isComplete: texts.length === samples.length };
}

/** Beyond, there may be no number a little greater or less. */
function isModerate(number: number): boolean {
  return Math.abs(number) < 1e15;
}

function withGaps(numbers: readonly number[], step: number): readonly number[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? 0;
  const between = sorted.slice(1).map((number, at) => ((sorted[at] ?? 0) + number) / 2);
  return [...new Set([...sorted, ...between, first - step, last + step])];
}

/** In the form that a date before the year 10000 has, or else in seconds. */
function textOf(time: number): string | undefined {
  if (Math.abs(time) > 8.64e15) return undefined;
  return [new Date(time).toISOString(), String(time / 1000)].find((text) => timeMs(text) === time);
}
