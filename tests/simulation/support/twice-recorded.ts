/**
 * What is recorded and was not made: one record of each change. Who edits pullpass's own policy or deletes a role makes records of which
 * pullpass made no write.
 */
import type { Account } from "./account.ts";
import type { Recorded } from "./recorded.ts";

export function recordedTooOften(
  records: readonly Recorded[],
  { watch: { changed, touched } }: Account,
): readonly string[] {
  const made = Map.groupBy(changed, (of) => of);
  const ofPolicies = records.filter(
    ({ kind, state, role }) => kinds.has(kind) && state === "applied" && !touched.has(role),
  );
  return [...Map.groupBy(ofPolicies, ({ kind, of }) => `${kind} of ${of}`)].flatMap(([what, each]) => {
    const count = made.get(each[0]?.of ?? "")?.length ?? 0;
    return each.length <= count
      ? []
      : [`the ${what} is recorded ${each.length} times, and was made ${count}`];
  });
}

const kinds = new Set(["grant", "revocation", "restoration"]);
