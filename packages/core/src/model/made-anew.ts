/** Projects that are made anew under the name of one that was deleted. */
import { isSurelyBefore } from "./clocks.ts";

interface Recorded {
  /** When the project was created of which something was recorded, ISO 8601; `undefined` in records of older versions. */
  readonly created: string | undefined;
  /** When it was recorded, ISO 8601, by another clock than CodeBuild's. */
  readonly at: string;
}

/** Is it another project than the one of which that was recorded? `created`: when it was, by CodeBuild, ISO 8601. */
export function isMadeAnew(created: string | undefined, recorded: Recorded): boolean {
  if (created === undefined) return false;
  return recorded.created === undefined ? isSurelyBefore(recorded.at, created) : created !== recorded.created;
}
