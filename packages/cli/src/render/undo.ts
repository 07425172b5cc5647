/** What an undo would put back, and what came of it. */
import { deedOf, plain, type RoleUndo, roleName, secretOf, type UndoOutcome } from "@pullpass/core";
import { shortIdLength } from "./history.ts";
import { type Appearance, paintFor } from "./palette.ts";
import { changeLines } from "./plan.ts";

export function undoText(
  undos: readonly RoleUndo[],
  keeps: boolean,
  tagPrefix: string,
  look: Appearance,
): string {
  return undos.map((undo) => roleText(undo, keeps, tagPrefix, look)).join("\n\n");
}

const nameMax = 300;
const short = (id: string) => plain(id.slice(0, shortIdLength));

function roleText(undo: RoleUndo, keeps: boolean, tagPrefix: string, look: Appearance): string {
  const paint = paintFor(look);
  const name = plain(roleName(undo.role));
  return [
    `${paint("bold", `role ${name}`)} ${paint("dim", `in ${undo.region}`)}`,
    ...undo.changes.flatMap((change) => changeLines(change, paint)),
    ...undo.finished.map(
      ({ project }) => `  project ${plain(project)} is back already: only the record is finished`,
    ),
    ...undo.newer.map(
      ({ change }) =>
        `  ${paint("yellow", "!")} with it goes the newer change ${short(change.id)}: it ${deedOf(change, "applied", nameMax)}`,
    ),
    ...undo.already.map(({ change }) => `  change ${short(change.id)} is undone already`),
    ...undo.refused.flatMap(({ change, why }) => [
      `  ${paint("red", "✘")} change ${short(change.id)} cannot be undone: it ${deedOf(change, "applied", nameMax)}`,
      `      ${plain(why)}`,
    ]),
    ...keptOff(undo, keeps, tagPrefix),
  ].join("\n");
}

/** pullpass repairs what consent asks for, whoever undid it: docs/consent.md. */
function keptOff({ keepOff, changes, role }: RoleUndo, keeps: boolean, tagPrefix: string): readonly string[] {
  const things = [
    ...(keepOff.role ? [`role ${plain(roleName(role))}`] : []),
    ...keepOff.projects.map((project) => `project ${plain(project)}`),
  ];
  if (things.length === 0) return [];
  const secrets = [
    ...new Set(changes.flatMap((change) => (change.kind === "revocation" ? [secretOf(change)] : []))),
  ];
  const disallow = secrets.map((secret) => `    pullpass disallow ${plain(secret)} …`);
  if (!keeps) {
    return [
      "  While the secret's tags consent, pullpass makes this change again at the next event. To keep it undone leave",
      `  --no-ignore away, which tags ${things.join(", ")} with ${plain(tagPrefix)}ignore${disallow.length > 0 ? ", or take the consent:" : "."}`,
      ...disallow,
    ];
  }
  return [
    `  The tag ${plain(tagPrefix)}ignore is put on ${things.join(", ")}: the secret's tags still consent, and pullpass`,
    "  would make this change again. While the tag is there pullpass gives nothing new there, and changes nothing.",
    ...(disallow.length > 0
      ? ["  To take the consent instead, and leave the tag away (--no-ignore):", ...disallow]
      : []),
  ];
}

export function undoneText(outcomes: readonly UndoOutcome[], table: string, look: Appearance): string {
  const paint = paintFor(look);
  const lines = outcomes.flatMap(({ applied, failed, superseded, errors }) => [
    ...applied.map(
      (change) => `${paint("green", "✔")} pullpass ${deedOf(change, "applied", nameMax)} (${change.id})`,
    ),
    ...failed.flatMap(({ change, error }) => [
      `${paint("red", "✘")} AWS refuses it: pullpass ${deedOf(change, "failed", nameMax)}`,
      `    ${plain(error)}`,
    ]),
    ...superseded.map(
      (change) =>
        `${paint("yellow", "?")} somebody else is changing what change ${short(change.id)} is about, and it is as they left it: undo again`,
    ),
    ...errors.flatMap((error) => [
      `${paint("red", "✘")} It may or may not have been done; run it again`,
      `    ${plain(error instanceof Error ? error.message : String(error))}`,
    ]),
  ]);
  return [...lines, `Recorded in the ledger, table ${plain(table)}.`].join("\n");
}
