/** Notices whose every text may hold anything. */
import fc from "fast-check";
import type { Change } from "../../packages/core/src/model/change.ts";
import { type Finding, menders, ruleIds } from "../../packages/core/src/model/finding.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { grant, grants, key, later, normalizes, retries, revokes } from "../ledger/examples.ts";
import { anyText } from "../support/any-text.ts";

/** Line breaks, escape sequences, text that runs from right to left, halves of characters, and a lot of it. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.constantFrom(
    "web\r\nSubject: free money",
    "\u001b[31mred\u0007",
    "\u202Egro.live\u202C",
    "a\u2028b\u2029c\u0085d",
    "\ud83d",
    "zero\u200bwidth\ufeff",
    "'; rm -rf / #`$(reboot)`",
    "x".repeat(3_000),
    "🚀".repeat(1_500),
  ),
);

const causes = fc.array(fc.record({ id: hostile, event: hostile, actor: hostile, time: hostile }), {
  maxLength: 3,
});
const outlook = fc.array(
  fc.record({
    project: hostile,
    verdict: fc.constantFrom("pulls", "fails", "unknown"),
    remains: fc.array(hostile, { maxLength: 3 }),
    unseen: fc.array(hostile, { maxLength: 3 }),
  }),
  { maxLength: 3 },
);
const told = { account: hostile, region: hostile, reason: hostile, causes, outlook };
const granted = fc
  .record({ projects: fc.array(hostile, { maxLength: 4 }), key: fc.constantFrom(undefined, key) })
  .map((over) => grant("registry/hub", over));

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ ...told, grant: granted }).map((over) => grants("g", over)),
  fc.record({ ...told, grant: granted }).map((over) => revokes("r", over)),
  fc
    .record({
      ...told,
      project: hostile,
      managedBy: fc.option(hostile, { nil: undefined }),
      before: fc.record({ credential: hostile, pullCredentials: hostile }),
    })
    .map((over) => normalizes("n", over)),
  fc
    .record({ ...told, project: hostile, build: hostile, startedAs: hostile })
    .map((over) => ({ ...retries("b"), ...over })),
);

const findings: fc.Arbitrary<Finding> = fc.record({
  rule: fc.constantFrom(...ruleIds),
  severity: fc.constantFrom<Finding["severity"]>("high", "medium", "low", "info"),
  subject: fc.oneof(
    hostile.map((name): Finding["subject"] => ({ kind: "project", name })),
    hostile.map((arn): Finding["subject"] => ({ kind: "role", arn })),
  ),
  account: hostile,
  region: hostile,
  title: hostile,
  evidence: fc.array(fc.tuple(hostile, hostile), { maxLength: 3 }),
  blocks: fc.boolean(),
  mender: fc.constantFrom(...menders),
  remedy: fc.array(
    fc.oneof(
      hostile.map((text) => ({ kind: "advice", text }) as const),
      fc.record({ kind: fc.constant("command" as const), purpose: hostile, command: hostile }),
    ),
    { maxLength: 3 },
  ),
  waitsFor: fc.constant(undefined),
});

export const notices: fc.Arbitrary<Notice> = fc.oneof(
  fc.record({
    kind: fc.constant("change" as const),
    state: fc.constantFrom("applied" as const, "failed" as const, "proposed" as const),
    change: changes,
    at: fc.constant(later),
    error: fc.option(hostile, { nil: undefined }),
  }),
  fc.record(
    {
      kind: fc.constant("finding" as const),
      state: fc.constantFrom("opened" as const, "changed" as const, "closed" as const),
      finding: findings,
      at: fc.constant(later),
      mutedUntil: fc.constant(later),
    },
    { requiredKeys: ["kind", "state", "finding", "at"] },
  ),
);
