import type { RuleId } from "../model/finding.ts";

/** Words in which a pull fails: what they mean, and what to do about it. */
export interface PullMessage {
  /** Names it in JSON and as an anchor of docs/messages.md. */
  readonly id: string;
  /** The words as people see them and search for them; `…` is what differs. */
  readonly words: string;
  /** Finds them in one line, whatever its case. Linear: lines come from anyone. */
  readonly fits: RegExp;
  /** What is certain of a pull that fails with these words; sentences. */
  readonly means: string;
  /** What to do, in order; sentences. */
  readonly next: readonly string[];
  /** The findings in which pullpass says the same before a build fails; none where it cannot see it. */
  readonly rules: readonly RuleId[];
  /** Where the words were seen or are documented. */
  readonly source: string;
}
