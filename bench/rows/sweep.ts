/** What an hour costs in which nothing changes: the calls and invocations of all functions, the sweep's own among them. */
import { atMost, type Benchmark } from "../benchmark.ts";
import { measure } from "../cost/measure.ts";
import type { Size } from "../large-account.ts";

const size: Size = { projects: 5_000, secrets: 1_000, roles: 3_000 };

export const benchmark: Benchmark = {
  about: "an hourly sweep of a large account in which nothing changed",
  async run(say) {
    say(`${size.projects} projects, ${size.secrets} secrets, ${size.roles} roles`);
    const { calls, invocations, seconds } = (await measure(size)).sweep;
    const row = (target: number, what: string, value: number, unit: string) =>
      atMost(target, { name: `hourly sweep, nothing changed: ${what}`, value, unit });
    return [
      row(
        500,
        "calls",
        [...calls.values()].reduce((sum, count) => sum + count, 0),
        "calls",
      ),
      row(5, "invocations", invocations, "invocations"),
      // Each once a day, by a hash of its name: of 1,000 there are 42 an hour, and chance adds a few.
      row(
        Math.ceil((size.secrets / 24) * 1.5),
        "resource policies",
        calls.get("secretsmanager:GetResourcePolicy") ?? 0,
        "calls",
      ),
      row(60, "seconds of processor", seconds, "s"),
    ];
  },
};
