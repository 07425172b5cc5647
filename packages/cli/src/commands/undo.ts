/** `pullpass undo`: puts back what was there before a change. */
import { applyUndo, type UndoOutcome } from "@pullpass/core";
import { type Command, InvalidArgumentError } from "commander";
import { confirm } from "../confirm.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import { since } from "../history/moment.ts";
import { deployed } from "../history/open-ledger.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { countedChanges } from "../render/plan.ts";
import { undoneText, undoText } from "../render/undo.ts";
import { wrapText } from "../render/wrap-text.ts";
import { type SessionOptions, withSessionOptions } from "../session/options.ts";
import { openSession, placeOf, type Session } from "../session/session.ts";
import type { Terminal } from "../terminal.ts";
import { findChanges, type Meant } from "../undo/find-changes.ts";
import { keepOffWith } from "../undo/keep-off.ts";
import { type PlannedUndo, planUndos } from "../undo/plan-undos.ts";
import { NotAgreed, UsageError } from "../user-error.ts";

export function registerUndo(program: Command, out: Terminal): void {
  const command = program
    .command("undo")
    .description("put back what was there before changes of pullpass, once you agree")
    .argument("[changes...]", "ids of changes, as notices and pullpass history show them", changeIds)
    .option("--since <time>", "all changes from then on: 24h, 7d, 2026-01-31, 2026-01-31T09:00 (UTC)", since)
    .option("--no-ignore", "do not tag what pullpass would change again")
    .option("--yes", "do not ask");
  withSessionOptions(withForms(command, textOrJson))
    .addHelpText(
      "after",
      examples(
        `
A role's policy gets the text back, and a project the credential and pull type, that it had before the change. Newer
changes of the same secret on that role, or of the same project, go with it, and are shown first. A second undo finds
it done. Access comes back only where pullpass may give it today: withdrawn consent stays withdrawn.

pullpass would make the change again for as long as the secret's tags consent: so the role or project is tagged with
pullpass/ignore as well. Take that tag away to let pullpass look after it again.`,
        "pullpass undo 3f2a9c1b",
        "pullpass undo --since 2h",
      ),
    )
    .action(async (ids: readonly string[], _options: unknown, command: Command) => {
      await undo(
        meantBy(ids, command.optsWithGlobals<UndoOptions>()),
        command.optsWithGlobals<UndoOptions>(),
        out,
      );
    });
}

interface UndoOptions extends SessionOptions, TextOrJson {
  readonly since?: string;
  readonly ignore: boolean;
  readonly yes?: true;
}

function changeIds(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[0-9a-f]{8,32}$/.test(text)) return [...before, text];
  throw new InvalidArgumentError("A change is named by 8 or more of the first characters of its id.");
}

/** @throws UserError if neither or both are said */
function meantBy(ids: readonly string[], { since }: UndoOptions): Meant {
  if (since === undefined && ids.length > 0) return { kind: "ids", ids };
  if (since !== undefined && ids.length === 0) return { kind: "since", since };
  throw new UsageError(
    since === undefined ? "No change is named." : "Both changes and --since are named.",
    "Name changes by their ids, which pullpass history shows, or say --since.",
  );
}

async function undo(meant: Meant, options: UndoOptions, out: Terminal): Promise<void> {
  const isJson = options.format === "json";
  const look = await openSession("undo", options, out);
  const { ledger, table } = deployed(look.deployment);
  const shown = await planUndos(await findChanges(ledger, meant), look);
  const undos = shown.map(({ undo }) => undo);
  if (undos.length === 0) {
    if (isJson) return out.print(jsonDocument("undo", { ...placeOf(look), roles: [] }));
    return out.print("There is nothing to undo: no change was made.");
  }
  const changes = undos.flatMap((each) => each.changes);
  const asks = changes.length > 0 && !options.yes;
  const text = undoText(undos, options.ignore, options.tagPrefix, out);
  if (!isJson) out.print(wrapText(text, out));
  else if (asks) out.note(text);
  const { id, region } = look.account;
  if (asks) await confirm(`Make ${countedChanges(changes)} in account ${id}, ${region}?`, out);
  const confirmed = asks ? await stillThe(shown, meant, look) : shown;
  const outcomes: UndoOutcome[] = [];
  for (const { undo, work } of confirmed) {
    const keepOff = options.ignore ? keepOffWith(look) : undefined;
    outcomes.push(await applyUndo(undo, work, look.ports, keepOff));
  }
  if (isJson) out.print(jsonDocument("undo", { ...placeOf(look), roles: rolesAsJson(undos, outcomes) }));
  else if (outcomes.some(isWorthTelling)) out.print(`\n${wrapText(undoneText(outcomes, table, out), out)}`);
  const isWhole =
    undos.every(({ refused }) => refused.length === 0) &&
    outcomes.every(
      ({ failed, superseded, errors }) => failed.length + superseded.length + errors.length === 0,
    );
  if (outcomes.some(({ errors }) => errors.length > 0)) out.endWith(exitCodes.unseen);
  else if (!isWhole) out.endWith(exitCodes.found);
}

function rolesAsJson(undos: readonly PlannedUndo["undo"][], outcomes: readonly UndoOutcome[]) {
  const ids = (records: PlannedUndo["undo"]["already"]) => records.map(({ change }) => change.id);
  return undos.map((undo, index) => ({
    role: undo.role,
    region: undo.region,
    applied: outcomes[index]?.applied ?? [],
    failed: outcomes[index]?.failed ?? [],
    superseded: (outcomes[index]?.superseded ?? []).map(({ id }) => id),
    errors: (outcomes[index]?.errors ?? []).map(String),
    withNewer: ids(undo.newer),
    already: ids(undo.already),
    refused: undo.refused.map(({ change, why }) => ({ id: change.id, why })),
  }));
}

function isWorthTelling({ applied, failed, superseded, errors }: UndoOutcome): boolean {
  return applied.length + failed.length + superseded.length + errors.length > 0;
}

/** What was confirmed, and nothing else: between question and answer somebody may have changed the account. */
async function stillThe(
  shown: readonly PlannedUndo[],
  meant: Meant,
  look: Session,
): Promise<readonly PlannedUndo[]> {
  const again = await planUndos(await findChanges(look.ports.ledger, meant), look);
  const essence = (each: readonly PlannedUndo[]) =>
    JSON.stringify(each.map(({ undo }) => [undo.policy, undo.changes.map(({ id }) => id), undo.keepOff]));
  if (essence(again) === essence(shown)) return again;
  throw new NotAgreed("The account changed while you were asked.", "Nothing was done: look at it again.");
}
