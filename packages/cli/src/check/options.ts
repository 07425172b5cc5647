import { type BindGrants, type SharedRoles, severities } from "@pullpass/core";
import type { GlobalOptions } from "../global-options.ts";

export const formats = ["table", "json", "sarif"] as const;
export const thresholds = [...severities, "unknown", "never"] as const;

export interface CheckOptions extends GlobalOptions {
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly failOn: (typeof thresholds)[number];
  readonly deployed?: true;
  readonly account?: true;
  readonly ignoreOthers?: true;
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
}
