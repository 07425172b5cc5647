/** What a finding says to do, done as printed, closes the finding and opens no other. */
import { describe, test } from "vitest";
import type { State } from "../cases/support/access-state.ts";
import { casesIn } from "../cases/support/case-files.ts";
import { expectRemediesToHold } from "./support/expect-remedies.ts";

interface Case {
  readonly id: string;
  readonly state: State;
  readonly explainArgs?: readonly string[];
}

/**
 * Without those with service control policies, which come from a file of the sandbox. In c49 a role is gone: AWS shows its id in
 * the key policy, which the remedy says to remove, and the sandbox shows its ARN.
 */
const cases = casesIn<Case>("access").filter(([, { id, state }]) => state.scp === undefined && id !== "c49");

describe.each(cases)("%s", (_, { id, state, explainArgs }) => {
  test("each remedy, pasted as printed, closes its finding and opens no other", async () => {
    await expectRemediesToHold(id, state, explainArgs);
  });
});
