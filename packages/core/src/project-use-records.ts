/** What the ledger keeps of what projects hang on. */
import type { ProjectUse, Used } from "./model/project-use.ts";

export interface ProjectUseRecords {
  /**
   * The projects that hang on a secret or a key, as sweeps and events last saw it: whom to look at, and nothing more. It may
   * lack some, and have some that no longer do.
   */
  uses(region: string, used: Used): Promise<readonly ProjectUse[]>;
  usesOf(region: string, projects: readonly string[]): Promise<readonly ProjectUse[]>;
  everyUse(region: string): AsyncIterable<readonly ProjectUse[]>;
  saveUses(region: string, uses: readonly ProjectUse[], now: string): Promise<void>;
  forgetUse(region: string, use: ProjectUse): Promise<void>;
}
