/** `pullpass plan`: what pullpass would change, as a diff or as code. */
import { everything } from "@pullpass/core";
import type { Command } from "commander";
import { commandOptionsOf } from "../command-options.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../json-document.ts";
import { withForms } from "../output-form.ts";
import { planText } from "../render/plan.ts";
import { planCode } from "../render/plan-code.ts";
import { planJson } from "../render/plan-json.ts";
import { wrapText } from "../render/wrap-text.ts";
import { tellOfUnknownDeployment } from "../session/know-deployment.ts";
import { aboutTheLedger, type SessionOptions, withSessionOptions } from "../session/options.ts";
import { plansFor } from "../session/plans.ts";
import { plansInBulk } from "../session/plans-in-bulk.ts";
import { openSession, placeOf, type Session } from "../session/session.ts";
import { type Targets, targetsOf, tellOfMalformed, workOn } from "../session/work.ts";
import type { Terminal } from "../terminal.ts";

export function registerPlan(program: Command, out: Terminal): void {
  const command = program
    .command("plan")
    .description("show what pullpass would change, and change nothing")
    .argument("[projects...]", "names of projects; their roles are looked at")
    .option("--all", "every project of the Region")
    .option("--fail-on-changes", "end with 1 if there is something to change");
  withSessionOptions(withForms(command, forms))
    .addHelpText(
      "after",
      examples(
        aboutTheLedger,
        "pullpass plan web --profile dev --region eu-central-1",
        "pullpass plan --all --format terraform > registry-secrets.tf",
        "pullpass plan --all --fail-on-changes",
      ),
    )
    .action(async (names: readonly string[], _options: unknown, command: Command) => {
      await showPlan(names, command.optsWithGlobals<PlanOptions>(), out);
    });
}

const forms = ["text", "json", "cloudformation", "terraform"] as const;

interface PlanOptions extends SessionOptions {
  readonly all?: true;
  readonly failOnChanges?: true;
  readonly format: (typeof forms)[number];
}

/** Of all projects in bulk, of some role by role. */
async function planned(targets: Targets, look: Session, out: Terminal) {
  if (targets.kind === "all") {
    const found = await everything(look.cause, look.ports, look.place);
    return { found, plans: await plansInBulk(found, look, out) };
  }
  const found = await workOn(targets, look);
  return { found, plans: await plansFor(found.work, look) };
}

async function showPlan(names: readonly string[], options: PlanOptions, out: Terminal): Promise<void> {
  const targets = targetsOf(names, options.all === true);
  const look = await openSession("plan", options, out);
  tellOfUnknownDeployment(look, out);
  const { found, plans } = await planned(targets, look, out);
  switch (options.format) {
    case "text":
      out.print(wrapText(planText(plans, commandOptionsOf(options), out), out));
      break;
    case "json":
      out.print(jsonDocument("plan", { ...placeOf(look), plans: planJson(plans) }));
      break;
    default:
      out.print(planCode(plans, options.format));
  }
  if (plans.some(({ unknowns }) => unknowns.length > 0)) out.endWith(exitCodes.unseen);
  else if (options.failOnChanges && plans.some(({ changes }) => changes.length > 0))
    out.endWith(exitCodes.found);
  tellOfMalformed(found, out);
}
