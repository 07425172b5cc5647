/** The `pullpass` command: its options, and one file a subcommand. */
import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { registerAllow, registerDisallow } from "./commands/allow.ts";
import { registerApply } from "./commands/apply.ts";
import { registerAudit } from "./commands/audit.ts";
import { registerCheck } from "./commands/check.ts";
import { registerCheckCredentials } from "./commands/check-credentials.ts";
import { registerCompletion } from "./commands/completion.ts";
import { registerConnect } from "./commands/connect.ts";
import { registerDemo } from "./commands/demo.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerExplain } from "./commands/explain.ts";
import { registerGuardrails } from "./commands/guardrails.ts";
import { registerHistory } from "./commands/history.ts";
import { registerImage } from "./commands/image.ts";
import { registerMute, registerUnmute } from "./commands/mute.ts";
import { registerNames } from "./commands/names.ts";
import { registerPlan } from "./commands/plan.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerSandbox } from "./commands/sandbox.ts";
import { registerUndo } from "./commands/undo.ts";
import { aboutExitCodes } from "./exit-codes.ts";
import { withGlobalOptions } from "./global-options.ts";
import { usageText } from "./render/usage.ts";
import type { Terminal } from "./terminal.ts";
import { withQuiet } from "./with-quiet.ts";

type Register = (program: Command, out: Terminal) => void;

/** In the order of the help. */
const commands: readonly Register[] = [
  registerAudit,
  registerExplain,
  registerCheck,
  registerDoctor,
  registerPlan,
  registerApply,
  registerConnect,
  registerAllow,
  registerDisallow,
  registerHistory,
  registerUndo,
  registerMute,
  registerUnmute,
  registerGuardrails,
  registerReplay,
  registerImage,
  registerCheckCredentials,
  registerDemo,
  registerSandbox,
  registerCompletion,
  registerNames,
];

/** Throws commander's errors instead of ending the process. */
export function createProgram(terminal: Terminal): Command {
  const program = withGlobalOptions(new Command("pullpass"));
  const out = withQuiet(terminal, () => program.opts().quiet === true);
  program
    .description("Private image pulls in AWS CodeBuild that just work")
    .version(manifest.version)
    .showHelpAfterError("  --help shows what is accepted.")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => out.print(text.trimEnd()),
      writeErr: (text) => out.note(usageText(text)),
      getOutHelpWidth: () => out.columns,
      getErrHelpWidth: () => out.columns,
      getOutHasColors: () => out.colours,
      getErrHasColors: () => out.colours,
    })
    .exitOverride();
  for (const register of commands) register(program, out);
  for (const command of program.createHelp().visibleCommands(program)) {
    command.addHelpText("after", aboutExitCodes(command.name()));
  }
  return program;
}
