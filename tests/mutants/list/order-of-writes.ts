/** Write-ahead: a change is recorded, made, recorded as made. */
import type { Mutant } from "../mutant.ts";

const crash = ["tests/apply/apply.test.ts", "tests/apply/settle.test.ts"];
const applying = "packages/core/src/apply/apply.ts";
const policy = "packages/core/src/apply/policy.ts";
const normalizations = "packages/core/src/apply/normalizations.ts";
const settle = "packages/core/src/apply/settle.ts";

export const orderOfWrites: readonly Mutant[] = [
  {
    name: "policy-unplanned",
    file: applying,
    find: "[...policyChangesOf(named), ...changesOf(part)],",
    replace: "[...policyChangesOf(named).slice(named.changes.length), ...changesOf(part)],",
    breaks: "A change of a policy is recorded before it is made.",
    tests: crash,
  },
  {
    name: "grants-unsaved",
    file: policy,
    find: "await ledger.saveGrants(role, region, grants, now, [...applied, ...waiting, ...made]);",
    replace: "await ledger.applied([...applied, ...waiting, ...made], now);",
    breaks: "The ledger has what the policy grants.",
    tests: crash,
  },
  {
    name: "policy-unsettled",
    file: policy,
    find: "await ledger.saveGrants(role, region, grants, now, [...applied, ...waiting, ...made]);",
    replace: "await ledger.saveGrants(role, region, grants, now, made);",
    breaks: "A change of a policy that was made is recorded as applied, and told.",
    tests: crash,
  },
  {
    name: "policy-write-untold",
    file: applying,
    find: "    policyToWrite(named),\n",
    replace: "    named.changes.length < 0 ? policyToWrite(named) : undefined,\n",
    breaks: "What IAM shows shortly after a write takes no grant away.",
    tests: ["tests/end-to-end/iam-lag.test.ts", "tests/plan/stale.test.ts", "tests/apply/apply.test.ts"],
  },
  {
    name: "refused-policy-left-planned",
    file: policy,
    find: "[...failed.map(({ change }) => change), ...unmade]",
    replace: "unmade",
    breaks: "A write that AWS refuses leaves no record that is planned for ever.",
    tests: crash,
  },
  {
    name: "update-without-grant",
    file: applying,
    find: "=> !missing.some((each) => grantsTo(change, each));",
    replace: "=>\n    missing.length >= 0 || missing.some((each) => grantsTo(change, each));",
    breaks: "No build sees the new reference without the permission.",
    tests: crash,
  },
  {
    name: "updates-before-policy",
    file: applying,
    find: "  const access = await tryPolicy(plan, writes.roles, again);\n",
    replace:
      "  await tryUpdates(updatesWithIds(part, ids), writes.projects, again);\n  const access = await tryPolicy(plan, writes.roles, again);\n",
    breaks: "Grants are written before the projects that need them.",
    tests: crash,
  },
  {
    name: "errors-swallowed",
    file: applying,
    find: "  throwAll(changes.errors);\n",
    replace: "  throwAll([]);\n",
    breaks: "A write whose outcome is open is tried again.",
    tests: crash,
  },
  {
    name: "nothing-settled",
    file: applying,
    find: "  if (left.length === 0) return { plan: withoutEcho(plan), waiting: [] };\n",
    replace: "  if (left.length >= 0) return { plan: withoutEcho(plan), waiting: [] };\n",
    breaks: "What a crash left planned is settled by the next look.",
    tests: crash,
  },
  {
    name: "ids-used-again",
    file: "packages/core/src/apply/made-again.ts",
    find: "      if (at === undefined) return [];\n",
    replace: '      if (at !== "") return [];\n',
    breaks: "What is made once more has a record and a notice of its own.",
    tests: ["tests/apply/apply.test.ts", "tests/end-to-end/told-anew.test.ts"],
  },
  {
    name: "made-taken-for-failed",
    file: settle,
    find: "    else if (isMade(change, plan)) await ledger.applied([change], now());\n",
    replace:
      "    else if (isMade(change, plan) && plan.changes.length < 0) await ledger.applied([change], now());\n",
    breaks: "What was made before a crash is recorded as applied.",
    tests: crash,
  },
  {
    name: "planned-twice",
    file: settle,
    find: "    const newer = plan.changes.find((other) => isSame(other, change));\n",
    replace:
      "    const newer = plan.changes.find((other) => isSame(other, change) && other.id === change.id);\n",
    breaks: "One record of each change, also where the retry plans it anew.",
    tests: crash,
  },
  {
    name: "forgotten-before-newer",
    file: settle,
    find: '  if (newer.kind !== "normalization") await ledger.planned([newer], now);\n',
    replace: "",
    breaks: "What may have been made has a record at every moment.",
    tests: ["tests/apply/crash.test.ts", "tests/apply/settle.test.ts"],
  },
  {
    name: "project-not-compared",
    file: "packages/core/src/apply/update-project.ts",
    find: '  if (!isDeepStrictEqual(now, seen)) return "changed";\n',
    replace: '  if (!isDeepStrictEqual(now?.name, seen.name)) return "changed";\n',
    breaks: "What others write into a project between the look and the write survives.",
    tests: ["tests/apply/apply.test.ts", "tests/end-to-end/concurrent-updates.test.ts"],
  },
  {
    name: "update-unplanned",
    file: applying,
    find: "[...policyChangesOf(named), ...changesOf(part)],",
    replace: "[...policyChangesOf(named), ...changesOf(part).slice(part.length)],",
    breaks: "An update of a project is recorded before it is made.",
    tests: crash,
  },
  {
    name: "update-unsettled",
    file: policy,
    find: "await ledger.saveGrants(role, region, grants, now, [...applied, ...waiting, ...made]);",
    replace: "await ledger.saveGrants(role, region, grants, now, [...applied, ...waiting]);",
    breaks: "An update of a project that was made is recorded as applied, and told.",
    tests: crash,
  },
  {
    name: "update-not-begun-left-planned",
    file: applying,
    find: "    unmade: [...unmadeOf(tried), ...notBegun],\n",
    replace: "    unmade: notBegun.length < 0 ? notBegun : unmadeOf(tried),\n",
    breaks: "An update whose grant did not come about leaves no record.",
    tests: crash,
  },
  {
    name: "superseded-left-planned",
    file: normalizations,
    find: "[...failed.map(({ change }) => change), ...superseded]",
    replace: "failed.map(({ change }) => change)",
    breaks: "An update that was not made leaves no record.",
    tests: ["tests/apply/apply.test.ts", "tests/end-to-end/concurrent-updates.test.ts"],
  },
  {
    name: "grants-never-dropped",
    file: "packages/core/src/aws/dynamodb/grants.ts",
    find: "      .filter(({ sk }) => !kept.has(sk))\n",
    replace: "      .filter(({ sk }) => !kept.has(sk) && kept.size < 0)\n",
    breaks: "The ledger has no grant that was revoked.",
    tests: ["tests/ledger/dynamodb.test.ts"],
  },
  {
    name: "waiting-grant-unrecorded",
    file: policy,
    find: "[...plan.grants, ...waiting.map(({ grant }) => grant)]",
    replace: "waiting.length < 0 ? [] : plan.grants",
    breaks: "A grant that a crash kept from the ledger comes into it.",
    tests: ["tests/end-to-end/trouble.test.ts"],
  },
];
