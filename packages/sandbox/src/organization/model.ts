/** What an organization is made of. */

export interface Organization {
  readonly id: string;
  readonly arn: string;
  readonly managementAccount: string;
  readonly delegatedAdministrators: readonly string[];
  readonly created: Date;
  /** The root, units and accounts by id, each after its parent. */
  readonly nodes: ReadonlyMap<string, OrganizationNode>;
  /** By id. */
  readonly policies: ReadonlyMap<string, ServiceControlPolicy>;
}

export interface OrganizationNode {
  readonly kind: "ROOT" | "ORGANIZATIONAL_UNIT" | "ACCOUNT";
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly parent: OrganizationNode | undefined;
  readonly attached: readonly ServiceControlPolicy[];
}

export interface ServiceControlPolicy {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly isAwsManaged: boolean;
  readonly document: object;
}
