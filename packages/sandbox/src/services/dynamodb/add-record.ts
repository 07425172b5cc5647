import type { Call } from "../../service.ts";
import type { Item, Table } from "./state.ts";
import type { UserIdentity } from "./stream-record.ts";

interface Change {
  readonly key: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly by: UserIdentity | undefined;
}

/** Adds what happened to the table's stream, if it has one. */
export function addRecord(
  table: Table,
  change: Change,
  { sandbox, place }: Pick<Call, "sandbox" | "place">,
): void {
  const { stream } = table;
  if (!stream) return;
  const images = imagesOf(change, stream.viewType);
  stream.records.push({
    eventID: sandbox.ids.text(32, "0123456789abcdef"),
    eventName: change.before ? (change.after ? "MODIFY" : "REMOVE") : "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: place.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(sandbox.clock.now().getTime() / 1000),
      Keys: change.key,
      ...images,
      SequenceNumber: String(stream.records.length + 1).padStart(21, "1000000000000000000000"),
      SizeBytes: Buffer.byteLength(JSON.stringify([change.key, images])),
      StreamViewType: stream.viewType,
    },
    eventSourceARN: stream.arn,
    ...(change.by && { userIdentity: change.by }),
  });
}

function imagesOf({ before, after }: Change, viewType: string) {
  const hasNew = viewType === "NEW_IMAGE" || viewType === "NEW_AND_OLD_IMAGES";
  const hasOld = viewType === "OLD_IMAGE" || viewType === "NEW_AND_OLD_IMAGES";
  return { ...(hasNew && after && { NewImage: after }), ...(hasOld && before && { OldImage: before }) };
}
