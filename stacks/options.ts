/** What a deployment decides. */

export interface Options {
  /** `plan` records and announces what it would do, and changes nothing. */
  readonly mode: "apply" | "plan";
  /** `pullpass/` */
  readonly tagPrefix: string;
  /** The inline policy on a role is named `<policyName>-<region>`. */
  readonly policyName: string;
  /** Roles that pullpass may touch, by name; `*` is any run of characters. */
  readonly rolePattern: string;
  readonly projectPattern: string;
  /** Regions, beside its own, in which secrets given by name are looked for. */
  readonly searchRegions: readonly string[];
  /** `unmanaged` leaves projects alone that CloudFormation tags as its own. */
  readonly normalization: "all" | "unmanaged" | "off";
  /** How often the sweep looks at every project. */
  readonly sweepMinutes: number;
}

export const defaults: Options = {
  mode: "apply",
  tagPrefix: "pullpass/",
  policyName: "pullpass",
  rolePattern: "*",
  projectPattern: "*",
  searchRegions: [],
  normalization: "all",
  sweepMinutes: 60,
};
