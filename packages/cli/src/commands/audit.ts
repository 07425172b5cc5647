/** `pullpass audit`: which builds cannot pull and why, who can read which registry secret, and which grants nobody needs. */

import { type AuditInRows, filtered } from "@pullpass/audit";
import { type Severity, severities } from "@pullpass/core";
import { codeBuildProjects } from "@pullpass/core/aws";
import { type Command, Option } from "commander";
import { exitCodeOf } from "../audit/exit-code.ts";
import { type FilterOptions, filterFrom, withFilterOptions } from "../audit/filter-options.ts";
import { type AuditTarget, runAudit } from "../audit/run-audit.ts";
import { sendFindings } from "../audit/send-findings.ts";
import { several } from "../audit/several.ts";
import {
  accountsText,
  auditAccounts,
  codeOfAccounts,
  type SeveralOptions,
  unsaid,
} from "../audit/several-accounts.ts";
import { type Account, openAccount } from "../aws/account.ts";
import { noSuchProject } from "../aws/not-there.ts";
import { type ViewOptions, withViewOptions } from "../command-options.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import { knownMutes } from "../mutes/known-mutes.ts";
import { withForms } from "../output-form.ts";
import { auditAsff } from "../render/audit/asff.ts";
import { type AuditLook, type Format, formats, groupings, renderInPieces } from "../render/audit/formats.ts";
import { formatError } from "../render/format-error.ts";
import { saveOutput } from "../save-output.ts";
import type { Terminal } from "../terminal.ts";
import type { UserError } from "../user-error.ts";

export function registerAudit(program: Command, out: Terminal): void {
  const command = program
    .command("audit")
    .description(
      "show which builds cannot pull and why, and who can read the registry secrets; changes nothing",
    )
    .option("--all-regions", "every Region of the partition")
    .option(
      "--accounts <ids>",
      "these accounts, with commas between them, each as the role --role-name in it",
    )
    .option("--role-name <name>", "the role to read each of --accounts as, with its path if it has one")
    .option(
      "--check-registries",
      "look at the projects' registries over the network, too, from this computer",
    )
    .option("--project <name>", "only this project; may be repeated", several)
    .addOption(
      new Option("--by <what>", "what the table lists: each cause once, or each project")
        .choices(groupings)
        .default("cause"),
    )
    .option("--full", "tell each cause with all that mends it, also where a terminal shows many")
    .option("--output <file>", "write it there instead of to standard output")
    .option("--send", "send the findings to Security Hub, where it is turned on; with --format asff")
    .addOption(
      new Option("--fail-on <severity>", "end with 1 if there is a finding as bad as that").choices(
        severities,
      ),
    );
  withViewOptions(withFilterOptions(withForms(command, formats)))
    .addHelpText(
      "after",
      examples(
        aboutWhatIsMissing,
        "pullpass audit --profile prod --region eu-central-1 --region us-east-1",
        "pullpass audit --all-regions --format json | jq '.projects[] | select(.verdict == \"fails\") | .name'",
        "pullpass audit --accounts 111122223333,444455556666 --role-name audit",
        "pullpass audit --by project --only fails --only unknown",
        "pullpass audit --rule secret-not-found --fail-on high",
        "pullpass audit --check-registries",
        "pullpass audit --format html --output pullpass.html",
        "pullpass audit --format sarif --output pullpass.sarif --fail-on high",
        "pullpass audit --format csv > projects.csv",
        "pullpass audit --all-regions --format asff --send",
      ),
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (options.send === true && options.format !== "asff")
        command.error("error: only findings in the AWS format can be sent: add --format asff");
      const { accounts, roleName } = options;
      if ((accounts === undefined) !== (roleName === undefined) || (accounts && options.roleArn))
        command.error("error: --accounts and --role-name go together, and without --role-arn");
      if (accounts === undefined || roleName === undefined) await auditAccount(options, out);
      else await auditSeveral({ ...options, accounts, roleName }, out);
    });
}

const aboutWhatIsMissing = `
What could not be read in part is named as unknown, and never fails the command. Only what the filters ask for is
shown, in every form, and only that decides between the exit codes 0 and 1.`;

interface Options extends ViewOptions, FilterOptions {
  readonly accounts?: string;
  readonly roleName?: string;
  readonly allRegions?: true;
  readonly checkRegistries?: true;
  readonly project?: readonly string[];
  readonly format: Format;
  readonly by: NonNullable<AuditLook["by"]>;
  readonly full?: true;
  readonly output?: string;
  readonly failOn?: Severity;
  readonly send?: true;
}

function targetFrom({ project, allRegions, checkRegistries }: Options): AuditTarget {
  return {
    projects: project ?? "all",
    allRegions: allRegions === true,
    checkRegistries: checkRegistries === true,
  };
}

async function auditSeveral(options: SeveralOptions & Options, out: Terminal): Promise<void> {
  const audited = await auditAccounts(targetFrom(options), options, out);
  const { by, full, output, failOn } = options;
  const look = { ...(output === undefined ? out : { colours: false }), by, full: full === true };
  const text = accountsText(audited, options, look);
  out.endWith(codeOfAccounts(audited, (report) => exitCodeOf(report, failOn)));
  if (output === undefined) out.print(text);
  else await saveOutput([`${text}\n`], output, out);
  for (const line of unsaid(audited, options)) out.note(line);
}

async function auditAccount(options: Options, out: Terminal): Promise<void> {
  const target = targetFrom(options);
  const account = await openAccount(options, out);
  const whole = await runAudit(target, account, options, out);
  const filter = filterFrom(options);
  const report = filter === null ? whole : filtered(whole, filter);
  const missing = missingFrom(whole, options.project ?? []);
  if (missing.length > 0 && whole.counts.projects === 0) throw await notThere(missing, report, account);
  out.endWith(missing.length > 0 ? exitCodes.unseen : exitCodeOf(report, options.failOn));
  if (options.cause !== undefined && report.counts.projects === 0) out.note(causeGone);
  if (options.send === true) await sendFindings(auditAsff(report), account.connection, out);
  else await show(report, options, { account, out });
  if (missing.length > 0) out.note(formatError(await notThere(missing, report, account), { debug: false }));
}

const causeGone =
  "No project has that cause. Its id changes with what is wrong and how it is mended: run pullpass audit again.";

async function show(
  report: AuditInRows,
  { format, output, by, full }: Options,
  { account, out }: { readonly account: Account; readonly out: Terminal },
): Promise<void> {
  const mutes =
    format === "table" || format === "json" || format === "html"
      ? await knownMutes(report.regions, account)
      : undefined;
  const look = {
    ...(output === undefined ? out : { colours: false }),
    by,
    full: full === true,
    ...(mutes && { mutes }),
  };
  const pieces = withLastLineEnded(renderInPieces(report, format, look));
  if (output === undefined) await out.write(pieces);
  else await saveOutput(pieces, output, out);
}

function* withLastLineEnded(pieces: Iterable<string>): Iterable<string> {
  yield* pieces;
  yield "\n";
}

/** Names in none of the Regions, where all that was asked for could be read. */
function missingFrom(report: AuditInRows, names: readonly string[]): readonly string[] {
  if (names.length === 0 || report.unread.length > 0) return [];
  const seen = new Set<string>();
  for (const { name } of report.projects) seen.add(name);
  const unread = (name: string) => report.unknowns.some(({ text }) => text.startsWith(`project ${name} in `));
  return names.filter((name) => !seen.has(name) && !unread(name));
}

/** A name in none of the Regions is a mistake, and not a project without findings. */
function notThere(
  names: readonly string[],
  { regions, account }: AuditInRows,
  { connection }: Account,
): Promise<UserError> {
  return noSuchProject(names, { account, regions }, codeBuildProjects(connection));
}
