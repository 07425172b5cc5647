import type { BindGrants } from "./binding.ts";
import { everyRole, type Reach } from "./reach.ts";

/** What a deployment decides; the second argument of `plan`. */
export interface Settings extends Reach {
  readonly account: string;
  /** `plan` records and announces what it would do, and changes nothing. */
  readonly mode: "apply" | "plan";
  /** `pullpass/` */
  readonly tagPrefix: string;
  /** `pullpass`: the inline policy is named `<policyName>-<region>`. */
  readonly policyName: string;
  /** Regions in which names are looked for, the deployment's own among them. */
  readonly regions: readonly string[];
  readonly normalization: "all" | "unmanaged" | "off";
  /** Whether a grant is for the projects that the secret's tags name, or for the whole role. */
  readonly bindGrants: BindGrants;
  /** `refuse` gives nothing new to a role that others than CodeBuild may assume, nor a grant that is not bound. */
  readonly sharedRoles: SharedRoles;
  /** Project names that pullpass may touch; `*` is any run of characters. */
  readonly projectPattern: string;
  /** Whether builds that could not pull are started again, once that is mended, where their project's tag asks for it. */
  readonly retryBuilds: boolean;
  /** The roles that pullpass itself runs as: never touched, and their events are ignored. */
  readonly ownRoles: readonly string[];
}

/** What becomes of a role that others than CodeBuild may assume. */
export type SharedRoles = "flag" | "refuse";

type Asked = Pick<
  Settings,
  "account" | "tagPrefix" | "policyName" | "regions" | "bindGrants" | "sharedRoles"
>;

/** Of whoever asks without a deployment, as the commands do: all projects and roles, and every repair. A Region counts once. */
export function settingsWithoutDeployment({
  account,
  tagPrefix,
  policyName,
  regions,
  bindGrants,
  sharedRoles,
}: Asked): Settings {
  return {
    account,
    mode: "apply",
    tagPrefix,
    policyName,
    regions: [...new Set(regions)],
    normalization: "all",
    ...everyRole,
    bindGrants,
    sharedRoles,
    projectPattern: "*",
    retryBuilds: false,
    ownRoles: [],
  };
}
