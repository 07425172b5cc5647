/** Removed with care: by a listing of every project, and only what is older than that. */
import type { Mutant } from "../mutant.ts";

const grants = "packages/core/src/plan/grants.ts";
const plan = ["tests/plan/revocation.test.ts", "tests/plan/properties.test.ts"];

export const listingAge: readonly Mutant[] = [
  {
    name: "young-grants-removed",
    file: grants,
    find: "isSurelyBefore(since, listing.startedAt);",
    replace: "Date.parse(since) <= Number.POSITIVE_INFINITY;",
    breaks: "A grant that was made while the projects were listed is not taken by that listing.",
    tests: plan,
  },
  {
    name: "removed-without-listing",
    file: grants,
    find: "  return isOlderThanListing(grant, snapshot) ? unneededReason(name, need) : undefined;",
    replace: "  return isOlderThanListing(grant, snapshot) || need ? unneededReason(name, need) : undefined;",
    breaks: "A project's event only adds.",
    tests: plan,
  },
  {
    name: "never-removed",
    file: grants,
    find: "  return isOlderThanListing(grant, snapshot) ? unneededReason(name, need) : undefined;",
    replace:
      "  return isOlderThanListing(grant, snapshot) && !need ? unneededReason(name, need) : undefined;",
    breaks: "What no project needs goes with the sweep.",
    tests: plan,
  },
  {
    name: "listing-dated-late",
    file: "packages/core/src/scope/sweep.ts",
    find: "  const listing = { startedAt: reads.clock.now().toISOString() };\n  const { projects, malformed } = await everyProject(reads, place);\n",
    replace:
      "  const { projects, malformed } = await everyProject(reads, place);\n  const listing = { startedAt: reads.clock.now().toISOString() };\n",
    breaks: "A listing counts from when it began.",
    tests: ["tests/flows/scope.test.ts", "tests/flows/flows.test.ts"],
  },
  {
    name: "listing-lost-in-merge",
    file: "packages/core/src/model/work.ts",
    find: "      listing: same.find(({ listing }) => listing !== undefined)?.listing,\n",
    replace: "      listing: same.find(({ listing }) => listing === undefined)?.listing,\n",
    breaks: "A sweep that meets an event in the queue still removes what nobody needs.",
    tests: [
      "tests/model/work.test.ts",
      "tests/functions/fifo-batch.test.ts",
      "tests/flows/scope.test.ts",
      "tests/functions/whole.test.ts",
    ],
  },
  {
    name: "listing-with-every-part",
    file: "packages/core/src/aws/work-message.ts",
    find: "index === count - 1 ? work.listing : undefined",
    replace: "index >= 0 ? work.listing : undefined",
    breaks: "Of a role with very many projects nothing is removed before all were looked at.",
    tests: ["tests/aws/work-message.test.ts"],
  },
  {
    name: "listing-never-sent",
    file: "packages/core/src/aws/work-message.ts",
    find: "index === count - 1 ? work.listing : undefined",
    replace: "index === count ? work.listing : undefined",
    breaks: "What no project needs goes with the sweep.",
    tests: ["tests/aws/work-message.test.ts"],
  },
  {
    name: "grants-get-younger",
    file: "packages/core/src/aws/dynamodb/grants.ts",
    find: "since: since.get(grant.secret) ?? now",
    replace: "since: since.size < 0 ? (since.get(grant.secret) ?? now) : now",
    breaks: "A grant keeps the date of its first making.",
    tests: ["tests/ledger/dynamodb.test.ts"],
  },
  {
    name: "unrecorded-kept-for-ever",
    file: "packages/core/src/plan/policy-on-role.ts",
    find: "  if (snapshot.work.listing !== undefined) return [];\n",
    replace: "",
    breaks: "A secret in pullpass's policy that nobody needs goes with the listing.",
    tests: ["tests/end-to-end/unrecorded.test.ts", "tests/plan/revocation.test.ts"],
  },
  {
    name: "unrecorded-goes-at-once",
    file: "packages/core/src/plan/policy-on-role.ts",
    find: "  return shown.filter((each) => !known.has(each.secret) && !isWithdrawn(each, snapshot, settings));",
    replace:
      "  return shown.filter((each) => known.has(each.secret) && !known.has(each.secret) && !isWithdrawn(each, snapshot, settings));",
    breaks: "A secret in pullpass's policy and not in its ledger stays until every project was listed.",
    tests: ["tests/end-to-end/unrecorded.test.ts", "tests/plan/role-policy.test.ts"],
  },
  {
    name: "predecessor-by-other-clock",
    file: "packages/core/src/model/made-anew.ts",
    find: ": created !== recorded.created;",
    replace: ": isSurelyBefore(recorded.at, created);",
    breaks: "A project that was made anew is known by CodeBuild's own time, whatever other clocks say.",
    tests: ["tests/plan/credential.test.ts", "tests/apply/findings.test.ts"],
  },
];
