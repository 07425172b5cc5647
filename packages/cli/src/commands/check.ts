/** `pullpass check`: what would fail in templates and plans, before anything is deployed. */
import { type Command, Option } from "commander";
import { type CheckOptions, formats, thresholds } from "../check/options.ts";
import { bindGrantsOption, defaults, sharedRolesOption } from "../command-options.ts";
import { examples } from "../examples.ts";
import { withForms } from "../output-form.ts";
import type { Terminal } from "../terminal.ts";

export function registerCheck(program: Command, out: Terminal): void {
  const command = program
    .command("check")
    .description("find what would keep builds from pulling, in templates and plans, before they are deployed")
    .argument(
      "<files...>",
      "CloudFormation and SAM templates, cdk.out folders, Terraform plans as JSON; - is standard input",
    )
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
    .option("--policy-name <name>", "how the inline policies that pullpass owns begin", defaults.policyName)
    .addOption(bindGrantsOption())
    .addOption(sharedRolesOption());
  withForms(command, formats)
    .addHelpText(
      "after",
      examples(
        `
Nothing is asked of AWS or of any network, unless --account is said. What the files leave open (a parameter without a
default, a secret that they only name) is said to be unknown, and is never a finding.`,
        "pullpass check template.yaml",
        "pullpass check --format sarif --output pullpass.sarif cdk.out",
        "terraform show -json plan.out | pullpass check -",
        "pullpass check --account --region eu-central-1 template.yaml",
      ),
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      // The parser of YAML and AWS's own policies are of no use to other commands.
      const { runCheck } = await import("../check/run-check.ts");
      await runCheck(files, options, out);
    });
}
