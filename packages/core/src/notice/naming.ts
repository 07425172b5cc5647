/** What a deployment calls its own things: the commands that undo a change name them. */
export interface Naming {
  /** `pullpass/` */
  readonly tagPrefix: string;
  /** `pullpass`: the inline policy is named `<policyName>-<region>`. */
  readonly policyName: string;
}

export const defaultNaming: Naming = { tagPrefix: "pullpass/", policyName: "pullpass" };
