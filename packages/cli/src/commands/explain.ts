/** `pullpass explain`: one project, or one build, link by link. */
import { type AuditReport, asBuilt, audit, auditPorts, overridesOf } from "@pullpass/audit";
import { type Build, meaningOf, type Project, type Registries } from "@pullpass/core";
import { codeBuildBuilds, codeBuildProjects } from "@pullpass/core/aws";
import type { Command } from "commander";
import { questionFrom } from "../audit/run-audit.ts";
import { type Account, inRegionOf, oneRegion, openAccount } from "../aws/account.ts";
import { noSuchProject } from "../aws/not-there.ts";
import { type ViewOptions, withViewOptions } from "../command-options.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../json-document.ts";
import { knownMutes } from "../mutes/known-mutes.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { registriesOfAccount } from "../registry/look.ts";
import { type BuildExplained, explainText } from "../render/explain.ts";
import { meaningText } from "../render/meaning.ts";
import { mutesAsJson } from "../render/mutes.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import { watch } from "../watch.ts";

export function registerExplain(program: Command, out: Terminal): void {
  const command = program
    .command("explain")
    .description(
      "show why a project, or a build, can or cannot pull its image, or what the words of a failed pull mean",
    )
    .argument("[project]", "name of the project")
    .option("--build <id>", "a build, with what StartBuild overrode: its id or its ARN")
    .option("--watch", "look again every ten seconds, tell what changes, and end once the project can pull")
    .option("--message <text>", "the words of a failed build, or its log; - reads standard input")
    .option("--check-registry", "look at the image's registry over the network, too, from this computer");
  withViewOptions(withForms(command, textOrJson))
    .addHelpText(
      "after",
      examples(
        `
--message needs no account, unless a project is named, too: then what pullpass sees of it comes with the words.
docs/messages.md lists the words that are known.`,
        "pullpass explain web --region eu-central-1",
        "pullpass explain web --check-registry",
        "pullpass explain web --watch",
        "pullpass explain --build web:1b5b1c2e-5a3e-4f3c-9a58-2f1f8e0a3f11",
        "pullpass explain --message 'toomanyrequests: You have reached your pull rate limit.'",
        "aws logs tail /aws/codebuild/web | pullpass explain web --message -",
        "pullpass explain web --json | jq '.projects[0].chain[] | select(.state == \"denied\")'",
      ),
    )
    .action(async (project: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const isOne = (project === undefined) !== (options.build === undefined);
      if (options.message === undefined ? !isOne : options.build !== undefined)
        command.error(
          "error: one thing is to be explained: name a project, a build with --build, or words with --message",
        );
      const { message } = options;
      if (
        options.watch &&
        (options.build !== undefined || message !== undefined || options.format === "json")
      )
        command.error(
          "error: a project can be watched, as text: name one, without --build, --message or --json",
        );
      if (options.watch && project !== undefined) return watchProject(project, options, out);
      if (message === undefined) await explain(project, options, out);
      else await explainMessage(message, project, options, out);
    });
}

interface Options extends ViewOptions, TextOrJson {
  readonly build?: string;
  readonly message?: string;
  readonly checkRegistry?: true;
  readonly watch?: true;
}

async function explain(name: string | undefined, options: Options, out: Terminal): Promise<void> {
  oneRegion(options);
  const account = await openAccount(inRegionOf(options, options.build), out);
  const asked = askedOf(account, options, out);
  const build = options.build === undefined ? undefined : await readBuild(options.build, account);
  const report = await look(build?.project ?? name ?? "", asked);
  const explained = build && (await explainBuild(build, report, asked));
  const shown = explained?.report ?? report;
  if (shown.projects.length === 0) throw await notThere(name ?? "", shown, account);
  const mutes = await knownMutes(shown.regions, account);
  const told = { ...withoutHead(shown), ...(explained && { build: explained.told }), ...mutesAsJson(mutes) };
  if (options.format === "json") out.print(jsonDocument("explain", told));
  else out.print(wrapText(explainText(shown, explained?.told, out, mutes), out));
}

/** 0 once it can pull, 1 where the person ends it before. */
async function watchProject(name: string, options: Options, out: Terminal): Promise<void> {
  oneRegion(options);
  const pulls = ({ projects: [project] }: AuditReport) =>
    project !== undefined && project.verdict !== "fails" && project.verdict !== "unknown";
  const seen = await watch(
    lookAgain(name, options, out),
    { print: (report) => wrapText(explainText(report, undefined, out), out), isEnough: pulls },
    out,
  );
  if (!pulls(seen)) out.endWith(exitCodes.found);
}

/** After a look that failed the person is signed in anew: the credentials may have ended. */
function lookAgain(name: string, options: Options, out: Terminal): () => Promise<AuditReport> {
  let asked: Asked | undefined;
  return async () => {
    asked ??= askedOf(await openAccount(options, out), options, out);
    const { account } = asked;
    try {
      const report = await look(name, asked);
      if (report.projects.length > 0) return report;
      throw await notThere(name, report, account);
    } catch (error) {
      asked = undefined;
      throw error;
    }
  };
}

/** An explanation has a form of its own. */
function withoutHead({ schema: _, version: __, ...report }: AuditReport) {
  return report;
}

async function explainMessage(
  given: string,
  name: string | undefined,
  options: Options,
  out: Terminal,
): Promise<void> {
  const meanings = meaningOf(given === "-" ? new TextDecoder().decode(await out.input()) : given);
  const report = name === undefined ? undefined : await readProject(name, options, out);
  if (meanings.length === 0) out.endWith(exitCodes.found);
  if (options.format === "json") {
    const messages = meanings.map(({ message: { fits: _, ...message }, line, decidedBy }) => ({
      ...message,
      line,
      ...(decidedBy !== undefined && { decidedBy }),
    }));
    return out.print(jsonDocument("explain", { messages, ...(report && withoutHead(report)) }));
  }
  const known = meanings.length > 0 ? meaningText(meanings, report?.projects[0], out) : nothingKnown;
  out.print(wrapText([known, ...(report ? ["", explainText(report, undefined, out)] : [])].join("\n"), out));
}

const nothingKnown = `No words in this text are known to pullpass, so nothing is guessed.
  pullpass explain PROJECT shows what it sees of a project; docs/messages.md lists the words that it knows.`;

async function readProject(name: string, options: Options, out: Terminal): Promise<AuditReport> {
  oneRegion(options);
  const account = await openAccount(options, out);
  const report = await look(name, askedOf(account, options, out));
  if (report.projects.length === 0) throw await notThere(name, report, account);
  return report;
}

async function readBuild(id: string, { connection, region }: Account): Promise<Build> {
  const [build] = await codeBuildBuilds(connection).read(region, [id]);
  if (build !== undefined) return build;
  throw new UserError(
    `There is no build ${id} in ${region}.`,
    "Take its id from the console, or from aws codebuild list-builds-for-project; builds are kept for a year.",
  );
}

/** Whom and what is asked; of several projects, or twice of one, each registry once. */
interface Asked {
  readonly account: Account;
  readonly options: Options;
  readonly registries: Registries | undefined;
}

function askedOf(account: Account, options: Options, out: Terminal): Asked {
  return {
    account,
    options,
    registries: options.checkRegistry ? registriesOfAccount(account, out) : undefined,
  };
}

/** The project, as it stands. */
function look(name: string, asked: Asked): Promise<AuditReport> {
  return auditOne(name, asked, codeBuildProjects(asked.account.connection).read);
}

/** The project as the build saw it, and what it pulls like without what was overridden. */
async function explainBuild(
  build: Build,
  now: AuditReport,
  asked: Asked,
): Promise<{ readonly report: AuditReport; readonly told: BuildExplained }> {
  const { connection, region } = asked.account;
  const [project] = await codeBuildProjects(connection).read(region, [build.project]);
  const overrides = overridesOf(build, project);
  const told: BuildExplained = {
    id: build.id,
    status: build.status,
    provisioning: build.provisioning,
    overrides,
    projectNow: now.projects[0]?.verdict ?? "gone",
  };
  const report = await auditOne(build.project, asked, async () => [asBuilt(build, project)]);
  return { report, told };
}

function auditOne(
  name: string,
  { account, options, registries }: Asked,
  read: (region: string, names: readonly string[]) => Promise<readonly Project[]>,
): Promise<AuditReport> {
  const { connection, region, partition, id } = account;
  const ports = auditPorts(connection, { region, account: id, partition });
  const question = questionFrom(account, options, { projects: [name], regions: [region] });
  return audit(
    question,
    { ...ports, projects: { ...ports.projects, read }, ...(registries && { registries }) },
    () => undefined,
  );
}

async function notThere(
  name: string,
  { unknowns, regions, account }: AuditReport,
  { connection }: Account,
): Promise<UserError> {
  const [unknown] = unknowns;
  if (unknown !== undefined) {
    return new UserError(
      `Project ${name} could not be read: ${unknown.text}`,
      "Use credentials that may read it.",
    );
  }
  return noSuchProject([name], { account, regions }, codeBuildProjects(connection));
}
