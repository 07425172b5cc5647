/** One deliberate break: a text of one file becomes another, and with that a promise no longer holds. */
export interface Mutant {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file once. */
  readonly find: string;
  readonly replace: string;
  /** The promise that breaks, as whoever relies on it would put it. */
  readonly breaks: string;
  /** The files of tests that look after it. */
  readonly tests: readonly string[];
}

/** @throws Error where the text is not in the file exactly once */
export function mutated({ name, file, find, replace }: Mutant, text: string): string {
  const count = text.split(find).length - 1;
  if (count !== 1) throw new Error(`${name}: ${file} has the text ${count} times`);
  return text.replace(find, () => replace);
}
