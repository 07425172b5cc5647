/** What every rule finds, as docs/findings.md has it. */
import type { RuleId } from "../model/finding.ts";
import { pullFailed } from "./failed-build.ts";
import { rules } from "./rules/index.ts";

/** In Markdown. */
export const ruleTexts: ReadonlyMap<RuleId, string> = new Map(
  [...rules, pullFailed].map(({ id, about }) => [id, about]),
);
