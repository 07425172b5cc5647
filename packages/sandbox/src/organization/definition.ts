/**
 * An organization as it is written down, in a file or in code. Whatever names no policies has `FullAWSAccess` alone, as
 * everything that is new in AWS has.
 */
export interface OrganizationDefinition {
  /** `o-` and 10 to 32 small letters and digits; without, one follows from the seed. */
  readonly id?: string;
  /** Twelve digits. Service control policies do not bind it. It is in the root unless it is listed elsewhere. */
  readonly managementAccount: string;
  /** Member accounts that may read the organization, too. */
  readonly delegatedAdministrators?: readonly string[];
  /** The documents of service control policies, by name. */
  readonly policies?: Readonly<Record<string, object>>;
  readonly root?: LevelDefinition;
}

/** The root, or what an organizational unit has beside its name. */
export interface LevelDefinition {
  /** `r-…` for the root, `ou-…-…` for a unit; without, one follows from the seed. */
  readonly id?: string;
  /** Names of the service control policies attached here. */
  readonly policies?: readonly string[];
  readonly accounts?: readonly AccountDefinition[];
  readonly units?: readonly UnitDefinition[];
}

export interface UnitDefinition extends LevelDefinition {
  readonly name: string;
}

export interface AccountDefinition {
  /** Twelve digits. */
  readonly id: string;
  readonly name?: string;
  readonly policies?: readonly string[];
}

/** AWS's own policy, which every organization has. */
export const fullAccess = "FullAWSAccess";

/** The accounts of the organization: the members in the order in which they are listed, then the management account. */
export function accountsIn({ root = {}, managementAccount }: OrganizationDefinition): readonly string[] {
  const members = accountsBelow(root).filter((account) => account !== managementAccount);
  return [...members, managementAccount];
}

/** Those of the level itself first. */
export function accountsBelow({ accounts = [], units = [] }: LevelDefinition): readonly string[] {
  return [...accounts.map(({ id }) => id), ...units.flatMap(accountsBelow)];
}
