/** CloudTrail's records: service and event name → the reader of that record. */
import type { JsonObject } from "../model/json.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { actorOf, madeBy } from "./actor.ts";
import { codebuild } from "./codebuild.ts";
import { iam } from "./iam.ts";
import { ignore } from "./ignore.ts";
import { kms } from "./kms.ts";
import { objectOf, objectsOf, textOf } from "./members.ts";
import { originOf } from "./origin.ts";
import type { RecordDecoder } from "./record.ts";
import { secretsManager } from "./secrets-manager.ts";
import { tagEditor } from "./tag-editor.ts";
import { toolIn } from "./tool.ts";

/** Every event that is read: by EventBridge's source, then by the event's name. */
export const recordReaders: ReadonlyMap<string, ReadonlyMap<string, RecordDecoder>> = new Map([
  ["aws.secretsmanager", secretsManager],
  ["aws.codebuild", codebuild],
  ["aws.iam", iam],
  ["aws.kms", kms],
  ["aws.tagging", tagEditor],
]);

/**
 * Reads the record in an envelope's `detail`. Failed calls are delivered too, with an errorCode: they changed nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function decodeRecord(
  envelope: JsonObject,
  source: string,
  ownRoles: readonly string[],
): Trigger | Ignored {
  const detail = objectOf(envelope, "detail");
  const userIdentity = objectOf(detail, "userIdentity");
  const name = textOf(detail, "eventName");
  if (name === undefined) return ignore("its detail is not a CloudTrail record: it has no eventName");
  const read = recordReaders.get(source)?.get(name);
  if (read === undefined) return ignore(`pullpass does not act on ${source} ${name}`);
  const error = textOf(detail, "errorCode") ?? textOf(detail, "errorMessage");
  if (error !== undefined) return ignore(`${name} failed and changed nothing: ${error}`);
  if (isReadOnly(detail)) return ignore(`${name} only read, and changed nothing`);
  if (madeBy(userIdentity, ownRoles)) return ignore(`pullpass made this ${name} itself`);
  const origin = originOf(envelope, name, actorOf(userIdentity), toolIn(detail));
  if ("reason" in origin) return origin;
  return read({
    name,
    origin,
    request: objectOf(detail, "requestParameters"),
    response: objectOf(detail, "responseElements"),
    additional: objectOf(detail, "additionalEventData"),
    serviceDetails: objectOf(detail, "serviceEventDetails"),
    resources: objectsOf(detail, "resources"),
  });
}

function isReadOnly(detail: JsonObject): boolean {
  return detail.readOnly === true || detail.readOnly === "true";
}
