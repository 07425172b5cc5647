import type { Settings } from "../model/settings.ts";

/** What observing needs to know of the deployment. */
export interface ObserveSettings extends Pick<Settings, "account" | "regions" | "tagPrefix" | "policyName"> {
  /** Keys and policies are read also where a plan would grant nothing: an audit tells of what others allow. */
  readonly inFull?: true;
}
