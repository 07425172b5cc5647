/** What `apply` did. */
import { type Change, plain, readersName, roleName } from "@pullpass/core";
import type { Done } from "../session/apply-all.ts";
import type { Deployment } from "../session/find-deployment.ts";
import { type Paint, paintFor } from "./palette.ts";

export function outcomeText(
  done: readonly Done[],
  deployment: Deployment,
  look: { readonly colours: boolean },
): string {
  const paint = paintFor(look);
  const lines = done.flatMap((each) => [
    ...each.applied.map(
      (change) => `${paint("green", "✔")} ${deed(change)} ${paint("dim", `(${change.id})`)}`,
    ),
    ...each.failed.flatMap(({ change, error }) =>
      wrong(`${deed(change)}: AWS refuses it for good`, error, paint),
    ),
    ...each.errors.flatMap((error) => wrong("It may or may not have been done; run it again", error, paint)),
    ...each.superseded.map((text) => `${paint("yellow", "?")} ${plain(text)}: apply again`),
    ...each.unseen.map((text) => `${paint("yellow", "?")} ${plain(text)}`),
    ...each.stillFailing.flatMap(({ project, why }) => [
      `${paint("red", "✘")} project ${plain(project)} still cannot pull:`,
      ...why.map(({ title, mender }) => `    ${plain(title)} ${paint("dim", `Who can mend it: ${mender}.`)}`),
    ]),
  ]);
  return [...lines, recorded(done, deployment)].filter((line) => line !== "").join("\n");
}

function wrong(what: string, error: string, paint: Paint): readonly string[] {
  return [`${paint("red", "✘")} ${what}`, `    ${plain(error)}`];
}

function deed(change: Change): string {
  const role = plain(roleName(change.role));
  switch (change.kind) {
    case "grant":
      return `role ${role} may read ${plain(change.grant.secret)}, for ${plain(readersName(change.grant.bound))}`;
    case "revocation":
      return `role ${role} may no longer read ${plain(change.grant.secret)}, for ${plain(readersName(change.grant.bound))}`;
    case "restoration":
      return `role ${role} has no policy ${plain(change.policyName)} any more, which somebody else wrote`;
    case "retry":
      return `build ${plain(change.build)} is to be started again`;
    case "normalization":
      return `project ${plain(change.project)} names ${plain(change.after.credential)}, read with ${change.after.pullCredentials}`;
    default:
      return change satisfies never;
  }
}

function recorded(done: readonly Done[], deployment: Deployment): string {
  if (done.every(({ applied, failed }) => applied.length + failed.length === 0)) return "";
  return deployment.kind === "found"
    ? `Recorded in the ledger, table ${plain(deployment.table)}.`
    : `Recorded here only (${plain(deployment.why)}); --json prints the records in full.`;
}
