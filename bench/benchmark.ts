/** What a file of `bench/rows/` exports as `benchmark`; its name is the file's. */
export interface Benchmark {
  /** One line of `--help`. */
  readonly about: string;
  /** Is it run only where it is named? */
  readonly isLong?: boolean;
  /** Says to people what it does and finds, a line each; the results are what is held against a target. */
  readonly run: (say: Say) => Promise<readonly Result[]>;
}

export type Say = (line: string) => void;

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly target: number;
  readonly met: boolean;
  /** What the value counts, and whether the target is its most or its least. */
  readonly unit: string;
}

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export function atMost(target: number, { name, value, unit }: Measured): Result {
  return { name, value: rounded(value), target, met: value <= target, unit: `${unit}, at most` };
}

export function atLeast(target: number, { name, value, unit }: Measured): Result {
  return { name, value: rounded(value), target, met: value >= target, unit: `${unit}, at least` };
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** To three digits: what is measured knows no more. Counts stay as they are. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(3));
}
