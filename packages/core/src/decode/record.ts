import type { JsonObject } from "../model/json.ts";
import type { Ignored, Origin, Trigger } from "../model/trigger.ts";

/** What is read of a CloudTrail record. Parts that are null or left out are objects without members. */
export interface CloudTrailRecord {
  readonly name: string;
  readonly origin: Origin;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly additional: JsonObject;
  /** What a service event carries; some have it in `additional` instead. */
  readonly serviceDetails: JsonObject;
  readonly resources: readonly JsonObject[];
}

export type RecordDecoder = (record: CloudTrailRecord) => Trigger | Ignored;
