/**
 * Tag Editor's records: one call tags up to twenty resources of any service. Whether the resource's own service writes a
 * record too is unverified: both are read, and the second look finds nothing to do.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/security_logging-monitoring.html
 */
import { ignore } from "./ignore.ts";
import { textsOf } from "./members.ts";
import type { RecordDecoder } from "./record.ts";
import { taggedThings } from "./tagged-things.ts";

/** Of UntagResources no record is published; that its request has the same list follows from the API: unverified. */
const changed: RecordDecoder = ({ name, request, origin }) =>
  taggedThings(textsOf(request, "resourceARNList"), origin) ??
  ignore(`this ${name} names no secret, project or role`);

export const tagEditor: ReadonlyMap<string, RecordDecoder> = new Map([
  ["TagResources", changed],
  ["UntagResources", changed],
]);
