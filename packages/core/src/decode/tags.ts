/**
 * EventBridge's own event about tags, whichever API changed them; it needs no trail. That Secrets Manager, CodeBuild and IAM
 * raise it is documented of services in general only: unverified until each of the three is seen.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
import type { JsonObject } from "../model/json.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { objectOf, textOf, textsOf } from "./members.ts";
import { originOf } from "./origin.ts";
import { taggedThings } from "./tagged-things.ts";

/** Who changed the tags, the event does not say. */
export function decodeTagChange(envelope: JsonObject): Trigger | Ignored {
  const origin = originOf(envelope, "tag change", "unknown");
  if ("reason" in origin) return origin;
  const things = taggedThings(textsOf(envelope, "resources"), origin);
  if (things !== undefined) return things;
  const detail = objectOf(envelope, "detail");
  const what = [textOf(detail, "service"), textOf(detail, "resource-type")].filter(
    (text) => text !== undefined,
  );
  return ignore(`pullpass does not act on tags of ${what.join(" ") || "what is not named"}`);
}
