/** Write-ahead: a change is recorded, made, recorded as made. */
import type { Mutant } from "../mutant.ts";

const crash = ["tests/apply/apply.test.ts", "tests/apply/settle.test.ts"];
const policy = "packages/core/src/apply/policy.ts";
const normalizations = "packages/core/src/apply/normalizations.ts";
const settle = "packages/core/src/apply/settle.ts";

export const orderOfWrites: readonly Mutant[] = [
  {
    name: "policy-unplanned",
    file: policy,
    find: "  await ledger.planned(changes, begunAt, writing);\n",
    replace: "  await ledger.planned([], begunAt, writing);\n",
    breaks: "A change of a policy is recorded before it is made.",
    tests: crash,
  },
  {
    name: "grants-unsaved",
    file: policy,
    find: "      await ledger.saveGrants(role, region, grants, now(), [...changes, ...waiting]);\n",
    replace: "      await ledger.applied(changes, now());\n",
    breaks: "The ledger has what the policy grants.",
    tests: crash,
  },
  {
    name: "policy-unsettled",
    file: policy,
    find: "      await ledger.saveGrants(role, region, grants, now(), [...changes, ...waiting]);\n",
    replace: "      await ledger.saveGrants(role, region, grants, now());\n",
    breaks: "A change of a policy that was made is recorded as applied, and told.",
    tests: crash,
  },
  {
    name: "policy-write-untold",
    file: policy,
    find: "  await ledger.planned(changes, begunAt, writing);\n",
    replace: "  await ledger.planned(changes, begunAt, changes.length < 0 ? writing : undefined);\n",
    breaks: "What IAM shows shortly after a write takes no grant away.",
    tests: ["tests/end-to-end/iam-lag.test.ts", "tests/plan/stale.test.ts", "tests/apply/apply.test.ts"],
  },
  {
    name: "refused-policy-left-planned",
    file: policy,
    find: "      await ledger.discarded(changes);\n",
    replace: "",
    breaks: "A write that AWS refuses leaves no record that is planned for ever.",
    tests: crash,
  },
  {
    name: "update-without-grant",
    file: "packages/core/src/apply/apply.ts",
    find: "plan.updates.filter(({ change }) => !missing.some((each) => grantsTo(change, each)))",
    replace:
      "plan.updates.filter(({ change }) => missing.length >= 0 || missing.some((each) => grantsTo(change, each)))",
    breaks: "No build sees the new reference without the permission.",
    tests: crash,
  },
  {
    name: "updates-before-policy",
    file: "packages/core/src/apply/apply.ts",
    find: "  const access = await applyPolicy(plan, writes, again, waiting);\n",
    replace:
      "  await applyNormalizations(plan.updates, writes, again);\n  const access = await applyPolicy(plan, writes, again, waiting);\n",
    breaks: "Grants are written before the projects that need them.",
    tests: crash,
  },
  {
    name: "errors-swallowed",
    file: "packages/core/src/apply/apply.ts",
    find: "  throwAll(changes.errors);\n",
    replace: "  throwAll([]);\n",
    breaks: "A write whose outcome is open is tried again.",
    tests: crash,
  },
  {
    name: "nothing-settled",
    file: "packages/core/src/apply/apply.ts",
    find: "  const waiting = isQuiet ? [] : await settle(plan, writes);\n",
    replace:
      "  const waiting = await settle(plan, { ...writes, ledger: { ...writes.ledger, unsettled: async () => [] } });\n",
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
    file: normalizations,
    find: "    await ledger.planned(changesOf(batch), now());\n",
    replace: "",
    breaks: "An update of a project is recorded before it is made.",
    tests: crash,
  },
  {
    name: "update-unsettled",
    file: normalizations,
    find: "    await ledger.applied(made, now());\n",
    replace: "",
    breaks: "An update of a project that was made is recorded as applied, and told.",
    tests: crash,
  },
  {
    name: "superseded-left-planned",
    file: normalizations,
    find: "        superseded.push(change);\n        unmade.push(change);\n",
    replace: "        superseded.push(change);\n",
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
