/** `pullpass replay`: what pullpass would do with these events. */
import { readFile } from "node:fs/promises";
import { mergedWork, type Plan, plain } from "@pullpass/core";
import { configuredRegion } from "@pullpass/core/aws/configured-region";
import type { Command } from "commander";
import { oneRegion } from "../aws/account.ts";
import { commandOptionsOf } from "../command-options.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { planText } from "../render/plan.ts";
import { planJson } from "../render/plan-json.ts";
import { replayText } from "../render/replay.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { DeployedAt } from "../replay/delivery.ts";
import { type ReadEvent, readEvents } from "../replay/read-events.ts";
import { decoded, type Replayed, scoped } from "../replay/replayed.ts";
import { scoping } from "../replay/scoping.ts";
import { tellOfUnknownDeployment } from "../session/know-deployment.ts";
import { aboutTheLedger, type SessionOptions, withSessionOptions } from "../session/options.ts";
import { plansFor } from "../session/plans.ts";
import { inFullView, openSession } from "../session/session.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

export function registerReplay(program: Command, out: Terminal): void {
  const command = program
    .command("replay")
    .description("show what pullpass would do with these events, and change nothing")
    .argument("<files...>", "events as JSON, also gzipped; - is standard input")
    .option("--offline", "ask nothing of AWS: only show what each event makes pullpass look at");
  withSessionOptions(withForms(command, textOrJson))
    .addHelpText(
      "after",
      examples(
        `
A file holds EventBridge envelopes or CloudTrail records: one, an array, one a line, or as CloudTrail stores them
({"Records": [...]}, gzipped or not), or what lookup-events prints. Events of one role are taken together, and the account
is looked at as it is now. For each event it says which rule of a deployment in the command's Region delivers it.
${aboutTheLedger}`,
        "pullpass replay event.json",
        "pullpass replay --offline 111122223333_CloudTrail_eu-central-1_20261124T0230Z_x.json.gz",
        "aws cloudtrail lookup-events --output json | pullpass replay - --json",
      ),
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      await replay(files, command.optsWithGlobals<ReplayOptions>(), out);
    });
}

interface ReplayOptions extends SessionOptions, TextOrJson {
  readonly offline?: true;
}

async function replay(files: readonly string[], options: ReplayOptions, out: Terminal): Promise<void> {
  const events = (await Promise.all(files.map((file) => eventsIn(file, out)))).flat();
  refuseOther(events);
  if (events.some(({ unread }) => unread !== undefined)) out.endWith(exitCodes.found);
  // It matches events as the sandbox does, which other commands need not load.
  const { deliveriesTo } = await import("../replay/delivery.ts");
  if (options.offline) {
    const region = oneRegion(options) || (await configuredRegion(out.environment));
    const deliver = deliveriesTo(deployedAt(undefined, region || undefined, options));
    const replayed = events.map((event) => decoded(event, deliver));
    out.print(options.format === "json" ? json(replayed, undefined) : replayText(replayed, out));
    return;
  }
  const look = await openSession("replay", options, out);
  tellOfUnknownDeployment(look, out);
  const replayed: Replayed[] = [];
  const ask = scoping(look);
  const deliver = deliveriesTo(deployedAt(look.account.id, look.account.region, options));
  for (const event of events) replayed.push(await scoped(decoded(event, deliver), ask));
  const work = mergedWork(replayed.flatMap((each) => (Array.isArray(each.scoped) ? each.scoped : [])));
  const plans = await plansFor(await inFullView(work, look), look);
  out.print(
    options.format === "json"
      ? json(replayed, plans)
      : wrapText(`${replayText(replayed, out)}\n\n${planText(plans, commandOptionsOf(options), out)}`, out),
  );
  if (plans.some(({ unknowns }) => unknowns.length > 0)) out.endWith(exitCodes.unseen);
}

/** Where nothing is an event, that is the answer. @throws UserError */
function refuseOther(events: readonly ReadEvent[]): void {
  const [first] = events;
  if (first?.unread === undefined || events.some(({ unread }) => unread === undefined)) return;
  throw new UserError(`${first.where} is no event: it is ${plain(first.unread.is)}.`, first.unread.instead);
}

function deployedAt(
  account: string | undefined,
  region: string | undefined,
  { searchRegion = [], policyName, tagPrefix }: ReplayOptions,
): DeployedAt {
  return { account, region, searchRegions: searchRegion, policyName, tagPrefix };
}

async function eventsIn(file: string, out: Terminal): Promise<readonly ReadEvent[]> {
  if (file === "-") return readEvents("standard input", await out.input());
  try {
    return readEvents(file, await readFile(file));
  } catch (cause) {
    if (cause instanceof UserError || !(cause instanceof Error)) throw cause;
    throw new UserError(
      `${file} cannot be read: ${cause.message}`,
      "Name a file of events, or - for standard input.",
      { cause },
    );
  }
}

function json(replayed: readonly Replayed[], plans: readonly Plan[] | undefined): string {
  const events = replayed.map(({ where, name, trigger, delivery, scoped }) => ({
    where,
    name,
    trigger,
    delivery,
    scoped,
  }));
  return jsonDocument("replay", { events, ...(plans && { plans: planJson(plans) }) });
}
