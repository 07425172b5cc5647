/** `pullpass check`: what would fail in templates and plans, before anything is deployed. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { type CheckReport, checkFiles } from "@pullpass/check";
import { type Severity, severities } from "@pullpass/core";
import { iamRoles, kmsKeys, registrySecrets } from "@pullpass/core/aws";
import { awsManagedPolicies } from "@pullpass/sandbox/aws-managed-policies";
import { type Command, Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { endingWithUsage, exitCodes, exitOnFailedRead } from "../audit/exit-codes.ts";
import { oneRegion, openAccount } from "../aws/account.ts";
import { defaults } from "../command-options.ts";
import { examples } from "../examples.ts";
import type { GlobalOptions } from "../global-options.ts";
import { safeJson } from "../render/audit/safe-json.ts";
import { checkSarif } from "../render/check/sarif.ts";
import { checkText } from "../render/check/text.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

const formats = ["table", "json", "sarif"] as const;
const thresholds = [...severities, "unknown", "never"] as const;

export function registerCheck(program: Command, out: Terminal): void {
  const command = program
    .command("check")
    .description("find what would keep builds from pulling, in templates and plans, before they are deployed")
    .argument(
      "<files...>",
      "CloudFormation and SAM templates, cdk.out folders, Terraform plans as JSON; - is standard input",
    )
    .addOption(new Option("--format <form>", "how to show it").choices(formats).default("table"))
    .option("--output <file>", "write it there instead of to standard output")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "end with 1 if there is a finding as bad as that, or with unknown also if something is not known",
      )
        .choices(thresholds)
        .default("high"),
    )
    .option("--deployed", "pullpass is deployed there: what it repairs is no finding")
    .option("--account", "look up in the account what the files only name")
    .option("--ignore-others", "leave out files that are neither templates nor plans")
    .option("--tag-prefix <text>", "how pullpass's tags begin", defaults.tagPrefix)
    .option("--policy-name <name>", "how the inline policies that pullpass owns begin", defaults.policyName);
  endingWithUsage(command)
    .addHelpText(
      "after",
      examples(
        `
Nothing is asked of AWS or of any network, unless --account is said. What the files leave open (a parameter without a
default, a secret that they only name) is said to be unknown, and is never a finding.

Exit code:
  0  looked, and no finding is as bad as --fail-on says
  1  there is such a finding
  2  the command was not understood
  3  a file could not be read, or is neither a template nor a plan`,
        "pullpass check template.yaml",
        "pullpass check --format sarif --output pullpass.sarif cdk.out",
        "terraform show -json plan.out | pullpass check -",
        "pullpass check --account --region eu-central-1 template.yaml",
      ),
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      await exitOnFailedRead(() => check(files, options, out), options.debug === true, out);
    });
}

interface Options extends GlobalOptions {
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly failOn: (typeof thresholds)[number];
  readonly deployed?: true;
  readonly account?: true;
  readonly ignoreOthers?: true;
  readonly tagPrefix: string;
  readonly policyName: string;
}

async function check(paths: readonly string[], options: Options, out: Terminal): Promise<void> {
  const region = oneRegion(options);
  const looked = options.account === true ? await accountPorts(options, out) : undefined;
  const report = await checkFiles(
    {
      paths,
      version: manifest.version,
      home: looked?.home ?? { account: undefined, region },
      tagPrefix: options.tagPrefix,
      policyName: options.policyName,
      deployed: options.deployed === true,
    },
    {
      isFolder: async (path) => path !== "-" && (await stat(path)).isDirectory(),
      read: async (path) =>
        path === "-" ? new TextDecoder().decode(await out.input()) : await readFile(path, "utf8"),
    },
    {
      awsPolicy,
      now: new Date().toISOString(),
      ...(looked && { account: looked.ports }),
    },
  );
  const shown =
    options.ignoreOthers === true
      ? { ...report, files: report.files.filter(({ kind }) => kind !== "other") }
      : report;
  out.endWith(exitCodeOf(shown, options.failOn));
  await show(shown, options, out);
}

async function accountPorts(options: Options, out: Terminal) {
  const { connection, region, id } = await openAccount(options, out);
  return {
    home: { account: id, region },
    ports: {
      secrets: registrySecrets(connection),
      keys: kmsKeys(connection),
      roles: iamRoles(connection, region),
    },
  };
}

/** What a policy of AWS's own says, of those that are attached where images are pulled. */
function awsPolicy(arn: string): string | undefined {
  const partition = /^arn:([^:]+):iam::aws:policy\//.exec(arn)?.[1];
  if (partition === undefined) return undefined;
  const policy = awsManagedPolicies(partition).find((each) => each.arn === arn);
  return policy?.versions.get(policy.defaultVersionId)?.document;
}

function exitCodeOf({ files, counts }: CheckReport, failOn: Options["failOn"]): number {
  if (files.some(({ kind }) => kind === "unreadable" || kind === "other")) return exitCodes.unseen;
  if (failOn === "never") return exitCodes.ok;
  const worst: Severity = failOn === "unknown" ? "info" : failOn;
  const bad = severities.slice(0, severities.indexOf(worst) + 1);
  const isBad = bad.some((severity) => counts.findings[severity] > 0);
  const isOpen =
    failOn === "unknown" && (counts.verdicts.unknown > 0 || files.some(({ why }) => why !== null));
  return isBad || isOpen ? exitCodes.found : exitCodes.ok;
}

async function show(report: CheckReport, { format, output }: Options, out: Terminal): Promise<void> {
  const text =
    format === "json"
      ? safeJson(report)
      : format === "sarif"
        ? safeJson(checkSarif(report))
        : checkText(report, output === undefined ? out : { colours: false });
  if (output === undefined) return out.print(format === "table" ? wrapText(text, out) : text);
  try {
    await writeFile(output, `${text}\n`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${output} cannot be written: ${why}`, "Name another --output.", { cause });
  }
  out.note(`Written to ${output}.`);
}
