/** `pullpass history`: what the ledger of a deployment remembers. */
import { type Command, InvalidArgumentError } from "commander";
import { examples } from "../examples.ts";
import type { GlobalOptions } from "../global-options.ts";
import { since } from "../history/moment.ts";
import { openLedger } from "../history/open-ledger.ts";
import { type HistoryFilter, readHistory } from "../history/read-history.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { historyText } from "../render/history.ts";
import { muteRecord } from "../render/mutes.ts";
import type { Terminal } from "../terminal.ts";

export function registerHistory(program: Command, out: Terminal): void {
  withForms(program.command("history"), textOrJson)
    .description("show what pullpass changed, from the ledger of its deployment")
    .option("--project <name>", "only changes for this project")
    .option("--secret <name>", "only changes about this secret, by name or ARN")
    .option("--role <name>", "only changes of this role, by name or ARN")
    .option("--since <time>", "only changes from then on: 24h, 7d, 2026-01-31, 2026-01-31T09:00 (UTC)", since)
    .option("--limit <count>", "how many of the newest; all for every one", limit, 50)
    .option(
      "--table <name>",
      "the ledger's table (default: PULLPASS_TABLE, or that of the Region's deployment)",
    )
    .addHelpText(
      "after",
      examples(
        `
Newest first. What was changed is "applied"; "proposed" is what a deployment in plan mode would have changed, "planned"
what was begun and is not settled, and "failed" what came to nothing. The ledger keeps a change for 400 days. Below
stands what is muted now; --json has every mute that the ledger keeps.`,
        "pullpass history --since 7d",
        "pullpass history --project web --json",
      ),
    )
    .action(async (_options: unknown, command: Command) => {
      await showHistory(command.optsWithGlobals<HistoryOptions>(), out);
    });
}

interface HistoryOptions extends GlobalOptions, HistoryFilter, TextOrJson {
  readonly since?: string;
  readonly limit: number;
  readonly table?: string;
}

function limit(text: string): number {
  if (text === "all") return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A count is 1 or more, or all.");
}

async function showHistory(options: HistoryOptions, out: Terminal): Promise<void> {
  const { account, deployment } = await openLedger(options, out);
  const { project, secret, role } = options;
  const filter = { ...(project && { project }), ...(secret && { secret }), ...(role && { role }) };
  const history = await readHistory(deployment.ledger, filter, options);
  const mutes = await deployment.ledger.mutes(account.region);
  if (options.format === "text") return out.print(historyText(history, mutes, out));
  const { id, region } = account;
  const told = {
    account: id,
    region,
    table: deployment.table,
    ...history,
    mutes: mutes.map(muteRecord),
  };
  await out.write([jsonDocument("history", told), "\n"]);
}
