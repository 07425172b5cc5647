/** What kind of thing pullpass did, as people tell them apart. */
import type { Change } from "../model/change.ts";

/** A grant that is for fewer than before is a limit. */
export type Deed = "grant" | "limit" | "revocation" | "policy" | "credential" | "pull type" | "retry";

export function kindOfDeed(change: Change): Deed {
  switch (change.kind) {
    case "grant":
      return change.narrows ? "limit" : "grant";
    case "revocation":
      return "revocation";
    case "restoration":
      return "policy";
    case "retry":
      return "retry";
    case "normalization":
      return change.before.credential === change.after.credential ? "pull type" : "credential";
    default:
      return change satisfies never;
  }
}
