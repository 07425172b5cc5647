/** From EventBridge's envelopes to triggers. */
import { isJsonObject } from "../model/json.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { decodeBuild } from "./build.ts";
import { decodeRecord } from "./cloudtrail.ts";
import { ignore } from "./ignore.ts";
import { textOf } from "./members.ts";
import { decodeSecretLabel, secretLabelUpdated } from "./secret-label.ts";
import { decodeSweep } from "./sweep.ts";
import { decodeTagChange } from "./tags.ts";

export interface DecodeOptions {
  /** ARNs of the roles that pullpass itself runs as: what they did asks for nothing. */
  readonly ownRoles?: readonly string[];
}

/**
 * Takes from an event what to look at, and nothing else: records are sparse, late, doubled and out of order. Never
 * throws; what asks for nothing is `ignored`, with the reason. An event forwarded from another account or Region keeps
 * its origin. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function decodeEvent(event: unknown, options: DecodeOptions = {}): Trigger | Ignored {
  try {
    return decodeJson(event, options);
  } catch (error) {
    // No JSON does that: a getter, or a proxy, that throws when it is looked at.
    return ignore(`it cannot be read: ${error instanceof Error ? error.message : "it throws"}`);
  }
}

function decodeJson(event: unknown, options: DecodeOptions): Trigger | Ignored {
  if (!isJsonObject(event)) return ignore("it is not a JSON object");
  const source = textOf(event, "source");
  const type = textOf(event, "detail-type");
  if (source === undefined || type === undefined) {
    return ignore("it is not an EventBridge event: it lacks source or detail-type");
  }
  if (sweeps.has(`${source} ${type}`)) return decodeSweep(event, source);
  if (source === "aws.codebuild" && type === "CodeBuild Build State Change") return decodeBuild(event);
  if (source === "aws.tag" && type === "Tag Change on Resource") return decodeTagChange(event);
  if (source === "aws.secretsmanager" && type === secretLabelUpdated) return decodeSecretLabel(event);
  // "AWS API Call", "AWS Service Event"; whether China's Regions send the "Amazon API Call" of their documentation is unverified.
  if (type.endsWith(" via CloudTrail")) return decodeRecord(event, source, options.ownRoles ?? []);
  return ignore(`pullpass does not act on ${source} events of type "${type}"`);
}

/**
 * A rule with a schedule, EventBridge Scheduler's default input, and a sweep that someone asks for by hand.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 */
const sweeps: ReadonlySet<string> = new Set([
  "aws.events Scheduled Event",
  "aws.scheduler Scheduled Event",
  "pullpass Sweep",
]);
