/** What keeps pullpass from a repair that it would make: known once a plan was tried. */
export interface RepairLimits {
  /** The characters that the role's inline policies would have with all grants, where IAM does not take as many. */
  readonly charactersWanted: number | undefined;
  /** The rounds after which pullpass stopped to normalize a project, by its name. */
  readonly roundsGivenUp: ReadonlyMap<string, number>;
}

export const noLimits: RepairLimits = { charactersWanted: undefined, roundsGivenUp: new Map() };
