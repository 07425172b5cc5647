import type { TestOptions } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** Why it does not run here, and what to do so that it does. */
    skipped?: string;
  }
}

/** For a test, or a `describe`, that needs what not every machine has. What was skipped is told at the end, with the reason. */
export function skipUnless(isThere: boolean, reason: string): TestOptions {
  return isThere ? {} : { skip: true, meta: { skipped: reason } };
}
