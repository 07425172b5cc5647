/** Findings in the table. A closed one stays until it expires, as history. */

import { inParallel } from "../../in-parallel.ts";
import {
  findingItem,
  findingItemKey,
  findingPrefix,
  findingState,
  readFinding,
} from "../../ledger/finding-item.ts";
import { readable, toBody } from "../../ledger/item.ts";
import { openFindingsPartition, subjectPartition } from "../../ledger/partition.ts";
import { indexed, indexes, ttlAttribute } from "../../ledger/table.ts";
import type { Subject } from "../../model/finding.ts";
import type { Ledger, OpenFinding } from "../../ports.ts";
import { queriesAtOnce, type Table } from "./table.ts";

type Findings = Pick<
  Ledger,
  "openFindings" | "everyOpenFinding" | "openFinding" | "changeFinding" | "closeFinding" | "tellFindingAgain"
>;

export const openStates = ["opened", "changed"];
/** Of one that is told again. */
const wasMuted = "mutedUntil";

export function findingsIn(table: Table, expiryOf: (now: string) => number): Findings {
  const openFindingsOf = async (subject: Subject, region: string): Promise<readonly OpenFinding[]> => {
    const findings: OpenFinding[] = [];
    const hash = ["pk", subjectPartition(subject, region)] as const;
    for await (const page of table.query({ hash, skPrefix: findingPrefix })) {
      for (const { finding, openedAt, state } of readable(page, readFinding)) {
        if (state !== "closed") findings.push({ finding, openedAt });
      }
    }
    return findings;
  };

  return {
    async openFindings(region, subjects) {
      return (await inParallel(subjects, queriesAtOnce, (subject) => openFindingsOf(subject, region))).flat();
    },

    async *everyOpenFinding(region) {
      const index = { name: indexes.grantsByRegion, kind: "global" } as const;
      const hash = [indexed.grantedRegion, openFindingsPartition(region)] as const;
      for await (const page of table.query({ index, hash })) {
        yield readable(page, readFinding).filter(({ state }) => state !== "closed");
      }
    },

    async openFinding(finding, now, causes = []) {
      await table.put(findingItem(finding, now, causes), { orAbsent: true, is: { state: ["closed"] } });
    },

    async changeFinding(finding, now, causes = []) {
      const body = toBody(finding);
      const index = { [indexed.grantedRegion]: openFindingsPartition(finding.region) };
      const set = { ...findingState(finding, "changed", now, causes), body, ...index };
      const condition = { orAbsent: false, is: { state: openStates }, isNot: { body } };
      await table.update(findingItemKey(finding), { set, setOnce: {}, remove: [wasMuted] }, condition);
    },

    async closeFinding(finding, now, causes = []) {
      const set = { ...findingState(finding, "closed", now, causes), [ttlAttribute]: expiryOf(now) };
      const condition = { orAbsent: false, is: { state: openStates } };
      await table.update(
        findingItemKey(finding),
        { set, setOnce: {}, remove: [indexed.grantedRegion, wasMuted] },
        condition,
      );
    },

    async tellFindingAgain(finding, mutedUntil, now) {
      const set = { ...findingState(finding, "opened", now, []), [wasMuted]: mutedUntil };
      const condition = { orAbsent: false, is: { state: openStates } };
      await table.update(findingItemKey(finding), { set, setOnce: {}, remove: [] }, condition);
    },
  };
}
