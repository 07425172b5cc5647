/** `pullpass doctor`: whether a deployment is well, or an account is ready for one. */
import type { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { oneRegion, openAccount } from "../aws/account.ts";
import { exitCodeOf } from "../doctor/exit-code.ts";
import { doctorJson } from "../doctor/json.ts";
import { judge } from "../doctor/judge/judge.ts";
import { examples } from "../examples.ts";
import type { GlobalOptions } from "../global-options.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { doctorText } from "../render/doctor.ts";
import type { Terminal } from "../terminal.ts";

export function registerDoctor(program: Command, out: Terminal): void {
  withForms(program.command("doctor"), textOrJson)
    .description("show whether pullpass's deployment is well, or the account ready for one")
    .addHelpText(
      "after",
      examples(
        `
Reads only. Before pullpass is deployed it looks at what a deployment wants: a trail that logs management events,
and room for concurrency. Once it is, also at its stack, functions, rules, queues, subscriptions, forwarding and version. What
may not be read is said to be unknown, with the permission that is missing. docs/operations.md names the calls.`,
        "pullpass doctor --region eu-central-1",
        "pullpass doctor --json | jq '.checks[] | select(.outcome != \"fine\")'",
      ),
    )
    .action(async (_options: unknown, command: Command) => {
      await showDoctor(command.optsWithGlobals<DoctorOptions>(), out);
    });
}

type DoctorOptions = GlobalOptions & TextOrJson;

async function showDoctor(options: DoctorOptions, out: Terminal): Promise<void> {
  oneRegion(options);
  const account = await openAccount(options, out);
  out.status?.("Looking at the deployment …");
  // with it come clients that no other command needs
  const { examine } = await import("../doctor/read/examine.ts");
  const examined = await examine(account, manifest.version).finally(() => out.status?.(""));
  const checks = judge(examined);
  if (options.format === "json")
    await out.write([jsonDocument("doctor", doctorJson(examined, checks)), "\n"]);
  else out.print(doctorText(examined, checks, out));
  out.endWith(exitCodeOf(checks));
}
