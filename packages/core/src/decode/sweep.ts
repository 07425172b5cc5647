import type { JsonObject } from "../model/json.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { textsOf } from "./members.ts";
import { originOf } from "./origin.ts";

/** The schedule's turn to look at every project. The actor is the rule or schedule, which the event names as its resource. */
export function decodeSweep(envelope: JsonObject, source: string): Trigger | Ignored {
  const [schedule = source] = textsOf(envelope, "resources");
  const origin = originOf(envelope, "sweep", schedule);
  return "reason" in origin ? origin : { kind: "sweep", ...origin };
}
