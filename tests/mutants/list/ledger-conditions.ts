/** Every write of the ledger is conditional: who comes late, or twice, changes nothing. */
import type { Mutant } from "../mutant.ts";

const changes = "packages/core/src/aws/dynamodb/changes.ts";
const findings = "packages/core/src/aws/dynamodb/findings.ts";
const drift = "packages/core/src/aws/dynamodb/drift.ts";
const ledger = ["tests/ledger/dynamodb.test.ts", "tests/ledger/stream.test.ts"];

export const ledgerConditions: readonly Mutant[] = [
  {
    name: "planned-over-settled",
    file: changes,
    find: 'state: "planned", ...index }, ifAbsent);',
    replace: 'state: "planned", ...index });',
    breaks: "A state once left is not come back to.",
    tests: ledger,
  },
  {
    name: "failed-over-applied",
    file: changes,
    find: '      await settle(change, settled, { orAbsent: true, is: { state: ["planned"] } });',
    replace: "      await settle(change, settled, { orAbsent: true, isNot: { kind: error } });",
    breaks: "What was made is not recorded as failed afterwards.",
    tests: ledger,
  },
  {
    name: "applied-forgotten",
    file: changes,
    find: "await table.remove(changeItemKey(change), condition);",
    replace: "await table.remove(changeItemKey(change), condition.orAbsent ? condition : undefined);",
    breaks: "A change that was settled keeps its record.",
    tests: ledger,
  },
  {
    name: "unsettled-for-ever",
    file: changes,
    find: "        remove: [\n          indexed.unsettledSince,\n",
    replace: "        remove: [\n",
    breaks: "What is settled is not looked at as unsettled.",
    tests: ledger,
  },
  {
    name: "state-never-set",
    file: changes,
    find: "        set: { ...settled, [ttlAttribute]: expiryOf(settled.settledAt) },",
    replace: "        set: { settledAt: settled.settledAt, [ttlAttribute]: expiryOf(settled.settledAt) },",
    breaks: "A change that was made is recorded as applied.",
    tests: ledger,
  },
  {
    name: "found-at-each-look",
    file: findings,
    find: 'findingItem(finding, now, causes), { orAbsent: true, is: { state: ["closed"] } });',
    replace: "findingItem(finding, now, causes));",
    breaks: "A finding that is open is not opened again.",
    tests: ledger,
  },
  {
    name: "closed-findings-stay-listed",
    file: findings,
    find: "        { set, setOnce: {}, remove: [indexed.grantedRegion] },",
    replace: "        { set, setOnce: {}, remove: [] },",
    breaks: "The list of open findings does not grow with those that were closed.",
    tests: ledger,
  },
  {
    name: "closed-findings-seen-open",
    file: findings,
    find: '        if (state !== "closed") findings.push({ finding, openedAt });',
    replace: "        if (state !== undefined) findings.push({ finding, openedAt });",
    breaks: "What was mended and breaks again is told again.",
    tests: ledger,
  },
  {
    name: "drift-counted-twice",
    file: drift,
    find: "  if (before?.lastChange === change.id) return;\n",
    replace: "",
    breaks: "A repetition of a record counts no round of undoing twice.",
    tests: ledger,
  },
  {
    name: "drift-counted-over",
    file: drift,
    find: "  if (await table.put(item, condition)) return;\n",
    replace: "  if (await table.put(item, condition.orAbsent ? condition : undefined)) return;\n",
    breaks: "Who counts at the same time overwrites no other's count.",
    tests: ledger,
  },
  {
    name: "older-records-thrown-on",
    file: "packages/core/src/ledger/item.ts",
    find: "      if (error instanceof v.ValiError || error instanceof SyntaxError) return [];\n",
    replace: "",
    breaks: "A record of an older or newer version is read past.",
    tests: ledger,
  },
  {
    name: "first-page-alone",
    file: "packages/core/src/aws/dynamodb/table.ts",
    find: "        from = page.LastEvaluatedKey;\n",
    replace: "        from = page.LastEvaluatedKey && undefined;\n",
    breaks: "All items are read, however many there are.",
    tests: ledger,
  },
  {
    name: "condition-failure-thrown",
    file: "packages/core/src/aws/dynamodb/table.ts",
    find: '      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;\n',
    replace: "",
    breaks: "A write that somebody else has made already is no failure.",
    tests: ledger,
  },
];
