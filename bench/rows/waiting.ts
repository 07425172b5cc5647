/** What events do at once, whatever the sweep does, by the account's clock; `tests/sweep` and `tests/end-to-end` hold it as tests. */
import { atMost, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { secondsToFreedRoom } from "../waiting/full-role.ts";
import { repairBesideSweep } from "../waiting/repair-beside-sweep.ts";

export const benchmark: Benchmark = {
  about: "a repair while a sweep is under way, and a project that waits for room in its role's policies",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const { atRest, meanwhile, waiting } = await repairBesideSweep();
  say(
    `a repair took ${atRest} s at rest, and ${meanwhile} s while ${waiting} messages of a sweep waited, IAM at 15 requests a second`,
  );
  const freed = await secondsToFreedRoom();
  return [
    atMost(2, {
      name: "repair beside a sweep of 300 roles, times at rest",
      value: meanwhile / atRest,
      unit: "times",
    }),
    atMost(60, { name: "room in a full policy, from the event that frees it", value: freed, unit: "s" }),
  ];
}
