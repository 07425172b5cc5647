/**
 * What becomes of a project whose credential something puts back: docs/findings.md#iac-drift. pullpass stops after three rounds, each
 * undone within a quarter of an hour; a deployment now and then is no loop, and a project that is made anew begins anew.
 */
import type { Account } from "./account.ts";
import { findingsTold } from "./heard.ts";
import { isSmooth } from "./smooth.ts";

const roundsMax = 3;
const undoneWithinMs = 15 * 60_000;

export function wrongLoops(account: Account): readonly string[] {
  const { watch, delivery, conditions } = account;
  // A round that a crash kept from the ledger, or whose reply was lost, counts for nobody who was written over since.
  const isCounted = isSmooth(account);
  const goesOn = watch.rewrites.filter((each) => {
    const before = watch.rewrites.filter(
      ({ project, deleted, credential, atMs }) =>
        project === each.project &&
        deleted === each.deleted &&
        credential === each.credential &&
        atMs <= each.atMs &&
        each.atMs - atMs < undoneWithinMs,
    );
    return before.length > roundsMax;
  });
  const told = findingsTold(delivery).flatMap(({ rule, state, subject, atMs }) =>
    rule === "iac-drift" && state === "opened"
      ? [{ project: subject?.name ?? "", atMs: atMs + conditions.skewMs }]
      : [],
  );
  // However late it is seen, and told.
  const isLoop = ({ project, atMs }: (typeof told)[number]) => {
    const made = watch.rewrites.filter((each) => each.project === project && each.atMs <= atMs);
    return made.some((each, index) => {
      const first = made[index + 1 - roundsMax];
      return first !== undefined && each.atMs - first.atMs < roundsMax * undoneWithinMs;
    });
  };
  return [
    ...(isCounted ? goesOn : []).map(
      ({ project }) => `pullpass goes on with ${project}, though something undoes it again and again`,
    ),
    ...told
      .filter((each) => !isLoop(each))
      .map(({ project }) => `a loop of ${project} is told, and there is none`),
  ];
}
