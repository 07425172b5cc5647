/** What mends a cause: for all its projects at once where that can be said. */
import type { AuditInRows, SharedCause } from "@pullpass/audit";
import type { PrintedStep } from "@pullpass/core";
import { command, generalized, isOwn } from "@pullpass/core/parts";
import { filterWords } from "../../audit/filter-words.ts";
import { shortestWay } from "../finding.ts";

export interface CauseRemedy {
  readonly steps: readonly PrintedStep[];
  /** The project that the steps are for; `null` where they are for all. */
  readonly isFor: string | null;
}

type Context = Pick<AuditInRows, "commandOptions" | "filter">;

export function causeRemedy(cause: SharedCause, context: Context): CauseRemedy {
  const { remedy, projects, first, roles, severity, region } = cause;
  const { commandOptions } = context;
  if (severity === null) {
    const explain = command("pullpass explain", [first.name, "--region", region, ...commandOptions.pullpass]);
    return { steps: [step("Find out about it; what it hangs on is shown by:", explain)], isFor: null };
  }
  const [only] = remedy.length === 1 ? remedy : [];
  if (projects.length > 1) {
    if (only?.kind === "pullpass") return { steps: [applied(cause, context)], isFor: null };
    if (only?.kind === "consent") return { steps: [allowed(cause, only, context)], isFor: null };
  }
  const steps = shortestWay(remedy, commandOptions);
  if (only?.kind === "consent") return { steps, isFor: null };
  const isEachOwn = steps.some(({ block = "", command = "" }) => isOwn(`${block} ${command}`, first));
  if (projects.length === 1 || isEachOwn) return { steps, isFor: projects.length === 1 ? null : first.name };
  const ofAll = (text: string) => generalized(text, first, roles.length === 1 ? "one" : "several");
  return { steps: steps.map((each) => ({ ...each, text: ofAll(each.text) })), isFor: null };
}

function applied(cause: SharedCause, context: Context): PrintedStep {
  const options = ["--region", cause.region, ...context.commandOptions.pullpass];
  return step("pullpass repairs them.", onAll("pullpass apply", [], cause, options, context));
}

type Consent = Extract<SharedCause["remedy"][number], { kind: "consent" }>;

function allowed(cause: SharedCause, { secret, tagPrefix }: Consent, context: Context): PrintedStep {
  const prefix = tagPrefix === "pullpass/" ? [] : ["--tag-prefix", tagPrefix];
  const options = [...prefix, ...context.commandOptions.aws];
  return step(
    "If these projects may use it, the secret's owner adds them to the consent.",
    onAll("pullpass allow", [secret], cause, options, context),
  );
}

const step = (text: string, line: string): PrintedStep => ({ text, block: undefined, command: line });

/** More names than these are looked up by the command itself. */
const namesInCommand = 6;

function onAll(
  program: string,
  before: readonly string[],
  { id, region, projects }: SharedCause,
  options: readonly string[],
  { commandOptions, filter }: Context,
): string {
  if (projects.length <= namesInCommand) return command(program, [...before, ...projects, ...options]);
  const cause = ["--cause", id, "--region", region, ...commandOptions.pullpass];
  const narrowed = filter === null ? [] : filterWords({ rules: filter.rules, severity: filter.severity });
  const names = command("pullpass audit", ["--format", "names", ...cause, ...narrowed]);
  return `${command(program, [...before, ...options])} $(${names})`;
}
