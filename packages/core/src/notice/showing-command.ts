/** The command that shows what is wrong, and what to do. */
import type { Finding } from "../model/finding.ts";
import { subjectName } from "./names.ts";
import { command } from "./shell.ts";

/** For a shell; whole, and safe to print. `undefined` where nothing is to be shown. */
export function showingCommand(findings: readonly Finding[]): string | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  const { subject, rule, region } = first;
  const where = ["--region", region];
  if (findings.length > 1) return command("pullpass audit", ["--rule", rule, ...where]);
  const name = subjectName(subject);
  return subject.kind === "project"
    ? command("pullpass explain", [name, ...where])
    : command("pullpass audit", ["--role", name, ...where]);
}
