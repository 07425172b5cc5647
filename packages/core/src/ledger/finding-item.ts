/** Findings as items. */
import * as v from "valibot";
import type { Finding } from "../model/finding.ts";
import type { Cause } from "../model/trigger.ts";
import type { OpenFinding } from "../ports.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { openFindingsPartition, subjectPartition } from "./partition.ts";
import { CauseSchema, FindingSchema } from "./schemas.ts";
import { historyOfFindings, indexed } from "./table.ts";

type FindingState = "opened" | "changed" | "closed";

export const findingPrefix = "finding#";

export function findingItemKey({ subject, region, rule }: Finding): ItemKey {
  return { pk: subjectPartition(subject, region), sk: `${findingPrefix}${rule}` };
}

/** What an item has with each state that it comes into. */
export function findingState(
  { region }: Finding,
  state: FindingState,
  noticedAt: string,
  causes: readonly Cause[],
): Item {
  const byTime = { [indexed.history]: historyOfFindings(region), [indexed.plannedAt]: noticedAt };
  return { state, noticedAt, causes: toBody(causes), ...byTime };
}

export function findingItem(finding: Finding, openedAt: string, causes: readonly Cause[]): Item {
  return {
    ...findingItemKey(finding),
    type: "finding",
    ...findingState(finding, "opened", openedAt, causes),
    openedAt,
    [indexed.grantedRegion]: openFindingsPartition(finding.region),
    body: toBody(finding),
  };
}

/** A finding and when it came into its state. @throws ValiError on an item that pullpass did not write. */
export interface RecordedFinding extends OpenFinding {
  readonly state: FindingState;
  readonly noticedAt: string;
  readonly causes: readonly Cause[];
  /** It is announced once more, because it was muted until then. */
  readonly mutedUntil?: string;
}

export function readFinding(item: Item): RecordedFinding {
  const { body, ...record } = v.parse(FindingItem, { ...item, body: fromBody(item) });
  return { finding: body, ...record };
}

const FindingItem = v.object({
  body: FindingSchema,
  state: v.picklist(["opened", "changed", "closed"]),
  openedAt: v.string(),
  noticedAt: v.string(),
  mutedUntil: v.exactOptional(v.string()),
  // Older versions recorded none.
  causes: v.optional(v.pipe(v.string(), v.parseJson(), v.array(CauseSchema)), "[]"),
});
