import type { RuleState, Target } from "@aws-sdk/client-eventbridge";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import type { Matches } from "./pattern/compile.ts";
import type { NextTime } from "./read-schedule.ts";

/** A default event bus as it is stored. */
export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  policy: string | undefined;
  readonly rules: Map<string, Rule>;
}

/** A rule as it is stored: an event pattern, a schedule, or both. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly state: RuleState;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  readonly pattern: { readonly text: string; readonly matches: Matches } | undefined;
  readonly schedule: { readonly text: string; readonly next: NextTime } | undefined;
  /** By id. */
  readonly targets: Map<string, Target>;
  /** Ends the schedule. */
  readonly stop: () => void;
}

/** The default bus of that account in that Region. */
export function defaultBus(sandbox: Sandbox, place: Place): Bus {
  return sandbox.store(`events:${place.account}:${place.region}`, () => ({
    name: "default",
    arn: `arn:${place.partition}:events:${place.region}:${place.account}:event-bus/default`,
    place,
    policy: undefined,
    rules: new Map(),
  }));
}
