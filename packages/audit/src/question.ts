import type { BindGrants, CommandOptions, SharedRoles } from "@pullpass/core";

/** What an audit is asked. */
export interface AuditQuestion {
  readonly account: string;
  readonly partition: string;
  /** The ARN of who asks. */
  readonly caller: string;
  /** Of pullpass. */
  readonly version: string;
  /** At least one. */
  readonly regions: readonly string[];
  /** Regions in which secrets given by name are looked for, beside those. */
  readonly searchRegions: readonly string[];
  /** By name, in each of the Regions; or all. */
  readonly projects: "all" | readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
  /** How the reader calls pullpass and AWS: for the commands in the report. */
  readonly commandOptions: CommandOptions;
}

/** How far an audit has come, for a person who waits. */
export interface Progress {
  /** What is being read: `projects in eu-central-1`. */
  readonly what: string;
  readonly done: number;
  /** `undefined` while nobody knows. */
  readonly total: number | undefined;
}
