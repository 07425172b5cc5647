/** The options that narrow an audit to a part of what it found. */
import type { AuditFilter } from "@pullpass/audit";
import {
  type PullVerdict,
  pullVerdicts,
  type RuleId,
  ruleIds,
  type Severity,
  severities,
} from "@pullpass/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { several } from "./several.ts";

export interface FilterOptions {
  readonly only?: readonly PullVerdict[];
  readonly rule?: readonly RuleId[];
  readonly severity?: Severity;
  readonly secret?: readonly string[];
  readonly role?: readonly string[];
  readonly cause?: readonly string[];
}

export function withFilterOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--only <verdict>",
        `only projects with that verdict: ${pullVerdicts.join(", ")}; may be repeated`,
      ).argParser(oneOf(pullVerdicts)),
    )
    .addOption(
      new Option("--rule <id>", "only findings of that rule, and their projects; may be repeated").argParser(
        oneOf(ruleIds),
      ),
    )
    .addOption(
      new Option("--severity <severity>", "only findings as bad as that, and their projects").choices(
        severities,
      ),
    )
    .option("--secret <name>", "only projects that use that secret, by name or ARN; may be repeated", several)
    .option("--role <name>", "only projects that run as that role, by name or ARN; may be repeated", several)
    .option("--cause <id>", "only projects with that cause; may be repeated", several);
}

/** `null` where nothing is narrowed. */
export function filterFrom({ only, rule, severity, secret, role, cause }: FilterOptions): AuditFilter | null {
  const filter: AuditFilter = {
    verdicts: only ?? null,
    rules: rule ?? null,
    severity: severity ?? null,
    secrets: secret ?? null,
    roles: role ?? null,
    causes: cause ?? null,
  };
  return Object.values(filter).every((each) => each === null) ? null : filter;
}

/** Collects values that are among these, each once. */
function oneOf<Value extends string>(values: readonly Value[]) {
  return (text: string, before: readonly Value[] = []): readonly Value[] => {
    const value = values.find((each) => each === text);
    if (value === undefined) throw new InvalidArgumentError(`Allowed choices are ${values.join(", ")}.`);
    return [...new Set([...before, value])];
  };
}
