/** `pullpass allow` and `disallow`: who may use a secret, by its tags. */
import {
  allowing,
  type ConsentChange,
  type ConsentRequest,
  consentCovers,
  consentOf,
  disallowing,
  type Secret,
} from "@pullpass/core";
import type { Command } from "commander";
import { causeText, projectsWithCause } from "../audit/projects-with-cause.ts";
import { several } from "../audit/several.ts";
import { type Account, inRegionOf, oneRegion, openAccount } from "../aws/account.ts";
import { defaults } from "../command-options.ts";
import { confirm } from "../confirm.ts";
import { changeConsent, changesOf, saidBy, secretNamed } from "../consent/change-consent.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { consentChangeText, letInBy } from "../render/consent.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";
import { NotAgreed } from "../user-error.ts";

export function registerAllow(program: Command, out: Terminal): void {
  withConsentOptions(program.command("allow"))
    .description("let projects use a secret: add them to its tags, whatever else these say")
    .option("--cause <id>", causeText, several)
    .option("--yes", "do not ask before more than projects by name are let in")
    .addHelpText(
      "after",
      examples(
        `
The tags are read, merged and written; who is let in already stays. Where pullpass is deployed, it grants within seconds.`,
        "pullpass allow registry/dockerhub web api",
        "pullpass allow registry/dockerhub --prefix payments-",
        "pullpass allow registry/dockerhub --cause 330d053c",
      ),
    )
    .action((secret: string, projects: readonly string[], _options: unknown, command: Command) =>
      change(secret, projects, "allow", command, out),
    );
}

export function registerDisallow(program: Command, out: Terminal): void {
  withConsentOptions(program.command("disallow"))
    .description("take a secret from projects: remove them from its tags, and nobody else")
    .addHelpText(
      "after",
      examples(
        `
Where pullpass is deployed, it takes the access away within seconds. A project that another word still lets in is named.`,
        "pullpass disallow registry/dockerhub web",
        "pullpass disallow registry/dockerhub --all",
      ),
    )
    .action((secret: string, projects: readonly string[], _options: unknown, command: Command) =>
      change(secret, projects, "disallow", command, out),
    );
}

function withConsentOptions(command: Command): Command {
  const collect = (value: string, before: readonly string[] = []) => [...before, value];
  return withForms(command, textOrJson)
    .argument("<secret>", "the secret's name, or its whole ARN")
    .argument("[projects...]", "names of projects")
    .option("--prefix <text>", "every project whose name begins so; may be repeated", collect)
    .option("--group <name>", "every project with the same tag pullpass/group")
    .option("--all", "every project of the account")
    .option("--tag-prefix <text>", "how pullpass's tags begin", defaults.tagPrefix);
}

interface Options extends GlobalOptions, TextOrJson {
  readonly prefix?: readonly string[];
  readonly group?: string;
  readonly all?: true;
  readonly tagPrefix: string;
  readonly cause?: readonly string[];
  readonly yes?: true;
}

async function change(
  reference: string,
  named: readonly string[],
  what: "allow" | "disallow",
  command: Command,
  out: Terminal,
): Promise<void> {
  const options = command.optsWithGlobals<Options>();
  const isJson = options.format === "json";
  const { prefix: prefixes = [], group, all = false, tagPrefix, cause } = options;
  if (named.length + prefixes.length === 0 && group === undefined && !all && cause === undefined)
    command.error("error: name a project, or give --prefix, --group or --all");
  oneRegion(options);
  const account = await openAccount(inRegionOf(options, reference), out);
  const caused = cause && (await projectsWithCause(cause, account, { ...defaults, ...options }, out));
  const projects = [...new Set([...named, ...(caused ?? [])])];
  const request: ConsentRequest = { projects, prefixes, group, all };
  const wanted = ({ tags }: Secret): ConsentChange =>
    what === "allow" ? allowing(tags, request, tagPrefix) : disallowing(tags, request, tagPrefix);

  const before = await secretNamed(reference, account);
  const changes = changesOf(before, saidBy(wanted(before)).tags);
  if (!isJson) out.print(wrapText(consentChangeText(before, changes, out), out));
  const isWide = prefixes.length > 0 || group !== undefined || all;
  if (what === "allow" && isWide && changes.length > 0 && !options.yes) {
    await confirm(`Let in ${letInBy(consentAsked(request))}?`, out);
    await stillThe(before, account);
  }
  const after = changes.length === 0 ? before : await changeConsent(before.arn, wanted, account);

  const left = what === "disallow" ? projects.filter((name) => isLetInByName(name, after, tagPrefix)) : [];
  if (isJson) {
    const { id, region } = account;
    const told = {
      account: id,
      region,
      secret: after.arn,
      changes: changesOf(before, tagsOf(changes, after)),
      stillLetIn: left,
    };
    out.print(jsonDocument("consent", told));
  } else if (left.length > 0) {
    out.print(
      `  Still let in: ${left.join(", ")}. The tags let in ${letInBy(consentOf(after.tags, tagPrefix))}.`,
    );
  }
  if (left.length > 0) out.endWith(exitCodes.found);
}

/** What was shown is what is agreed to. */
async function stillThe(shown: Secret, account: Account): Promise<void> {
  const { tags } = await secretNamed(shown.arn, account);
  if (JSON.stringify(tags) === JSON.stringify(shown.tags)) return;
  throw new NotAgreed(
    "The secret's tags changed while you were asked.",
    "Nothing was done: look at them, and try again.",
  );
}

function tagsOf(changes: readonly { readonly key: string }[], { tags }: Secret) {
  return new Map(changes.map(({ key }) => [key, tags[key]]));
}

function consentAsked({ projects, prefixes, group, all }: ConsentRequest) {
  return all ? ({ kind: "all" } as const) : ({ kind: "some", names: projects, prefixes, group } as const);
}

/** A group is the project's, too, and is not looked at here. */
function isLetInByName(name: string, { tags }: Secret, tagPrefix: string): boolean {
  return consentCovers(consentOf(tags, tagPrefix), { name, tags: {} }, tagPrefix);
}
