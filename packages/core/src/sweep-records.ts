/** What a sweep asks of the ledger, and leaves in it for the next. All times are ISO 8601. */
import type { SecretSight } from "./model/secret-sight.ts";
import type { OpenFinding, RecordedChange } from "./ports.ts";

export interface SweepRecords {
  /** Of the whole Region. Those that older versions opened are missing, until they are indexed. */
  everyOpenFinding(region: string): AsyncIterable<readonly OpenFinding[]>;
  /** Of the whole Region, planned or proposed. Those that older versions recorded are missing. */
  openChanges(region: string): AsyncIterable<readonly RecordedChange[]>;

  sweepCompleted(region: string, startedAt: string, now: string): Promise<void>;
  /** When the last sweep that was completed began. */
  lastSweep(region: string): Promise<string | undefined>;
  /** Has a sweep written down which secret each project names, and which role it uses? Those of older versions did not. */
  hasUses(region: string): Promise<boolean>;

  /** What sweeps read of secrets, by the Region that they serve. */
  secretSights(region: string): AsyncIterable<readonly SecretSight[]>;
  saveSecretSight(region: string, sight: SecretSight, now: string): Promise<void>;
}

export interface OlderFindings {
  /**
   * Puts what older versions opened among all others, once: that reads the whole ledger. Ends when it is late, and goes on there
   * the next time. Answers how many it found.
   */
  index(isLate: () => boolean): Promise<number>;
}
