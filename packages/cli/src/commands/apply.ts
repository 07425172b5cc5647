/** `pullpass apply`: what `plan` shows, done, once somebody agrees. */
import type { Plan } from "@pullpass/core";
import type { Command } from "commander";
import { causeText, projectsWithCause } from "../audit/projects-with-cause.ts";
import { several } from "../audit/several.ts";
import { commandOptionsOf } from "../command-options.ts";
import { confirm } from "../confirm.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { outcomeText } from "../render/outcome.ts";
import { countedChanges, planText } from "../render/plan.ts";
import { wrapText } from "../render/wrap-text.ts";
import { applyAll } from "../session/apply-all.ts";
import { knowDeployment } from "../session/know-deployment.ts";
import { aboutTheLedger, type SessionOptions, withSessionOptions } from "../session/options.ts";
import { plansFor } from "../session/plans.ts";
import { openSession, placeOf, type Session } from "../session/session.ts";
import { type Targets, targetsOf, tellOfMalformed, workOn } from "../session/work.ts";
import type { Terminal } from "../terminal.ts";
import { NotAgreed } from "../user-error.ts";

export function registerApply(program: Command, out: Terminal): void {
  const command = program
    .command("apply")
    .description("change what pullpass plan shows, once you agree")
    .argument("[projects...]", "names of projects; their roles are looked at")
    .option("--all", "every project of the Region")
    .option("--cause <id>", causeText, several)
    .option("--yes", "do not ask");
  withSessionOptions(withForms(command, textOrJson))
    .addHelpText(
      "after",
      examples(
        aboutTheLedger,
        "pullpass apply web",
        "pullpass apply --cause 9447a928",
        "pullpass apply --all --yes --region eu-central-1",
      ),
    )
    .action(async (names: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ApplyOptions>();
      const asked = options.cause === undefined ? targetsOf(names, options.all === true) : undefined;
      if (asked === undefined && (names.length > 0 || options.all))
        command.error("error: both a cause and projects are named: name one of them");
      await applyTo(asked, options, out);
    });
}

interface ApplyOptions extends SessionOptions, TextOrJson {
  readonly all?: true;
  readonly cause?: readonly string[];
  readonly yes?: true;
}

/** Without targets, to the projects of the causes. */
async function applyTo(asked: Targets | undefined, options: ApplyOptions, out: Terminal): Promise<void> {
  const isJson = options.format === "json";
  const look = await openSession("apply", options, out);
  knowDeployment(look);
  const targets = asked ?? {
    kind: "some" as const,
    names: await projectsWithCause(options.cause ?? [], look.account, options, out),
  };
  const found = await workOn(targets, look);
  const shown = await plansFor(found.work, look);
  const changes = shown.flatMap((plan) => plan.changes);
  const asks = changes.length > 0 && !options.yes;
  if (!isJson) out.print(wrapText(planText(shown, commandOptionsOf(options), out), out));
  else if (asks) out.note(planText(shown, commandOptionsOf(options), out));
  if (asks)
    await confirm(
      `Make ${countedChanges(changes)} in account ${look.account.id}, ${look.place.region}?`,
      out,
    );
  const plans = options.yes ? shown : await stillThe(shown, targets, look);
  const done = await applyAll(plans, look);
  const isWhole = done.every(
    ({ failed, errors, superseded, unknowns, stillFailing }) =>
      failed.length + errors.length + superseded.length + unknowns.length + stillFailing.length === 0,
  );
  if (isJson) out.print(jsonDocument("apply", { ...placeOf(look), roles: done }));
  else if (changes.length > 0 || !isWhole)
    out.print(`\n${wrapText(outcomeText(done, look.deployment, out), out)}`);
  if (done.some(({ unknowns }) => unknowns.length > 0)) out.endWith(exitCodes.unseen);
  else if (!isWhole) out.endWith(exitCodes.found);
  tellOfMalformed(found, out);
}

/** What was agreed to, and nothing else: between question and answer somebody may have changed the account. */
async function stillThe(shown: readonly Plan[], targets: Targets, look: Session): Promise<readonly Plan[]> {
  const plans = await plansFor((await workOn(targets, look)).work, look);
  const ids = (each: readonly Plan[]) =>
    JSON.stringify(each.map(({ changes }) => changes.map(({ id }) => id)));
  if (ids(plans) === ids(shown)) return plans;
  throw new NotAgreed(
    "The account changed while you were asked.",
    "Nothing was done: look at the plan again.",
  );
}
