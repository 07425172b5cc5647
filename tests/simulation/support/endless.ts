/** Calls that answer each other without end. */
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";
import { isPullpass } from "./faults.ts";

/** No run makes nearly as many at one moment of the account's clock, at which no call takes time. */
const callsMax = 10_000;

/** Ends them with an error, and answers with what they were. */
export function endEndless(sandbox: Sandbox): () => readonly string[] {
  const found = new Set<string>();
  let atMs = 0;
  let calls = 0;
  sandbox.before(({ from, service, operation }) => {
    if (!isPullpass(from.caller)) return;
    const nowMs = sandbox.clock.now().getTime();
    if (nowMs !== atMs) calls = 0;
    atMs = nowMs;
    calls += 1;
    if (calls <= callsMax) return;
    found.add(`${service}:${operation}`);
    throw new Error("These calls do not end");
  });
  return () => [...found];
}
