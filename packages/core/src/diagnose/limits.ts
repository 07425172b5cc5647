import type { SecretArn } from "../model/arn.ts";
import type { Refusal } from "../model/refusal.ts";

/** What keeps pullpass from a repair that it would make: known once a plan was tried. */
export interface RepairLimits {
  /** The characters that the role's inline policies would have with all grants, where IAM does not take as many. */
  readonly charactersWanted: number | undefined;
  /** The secrets of the grants whose projects' names had no room in the role's policy. */
  readonly loosened: ReadonlySet<SecretArn>;
  /** The projects whose credential something keeps undoing, by name, with the tool that does where an event told. */
  readonly drifting: ReadonlyMap<string, string | undefined>;
  /** Why each grant is to be taken from a role that the deployment's options leave out, by its secret. */
  readonly outOfReach: ReadonlyMap<SecretArn, string>;
  readonly refused: RefusedWrites;
}

/** What AWS refused for good. */
export interface RefusedWrites {
  /** Of the role's policy. */
  readonly policy: RefusedWrite | undefined;
  /** Of projects, by their name. */
  readonly updates: ReadonlyMap<string, RefusedWrite>;
}

export interface RefusedWrite {
  readonly refusal: Refusal;
  /** AWS's. */
  readonly words: string;
  /** Would it have taken access away? */
  readonly takes?: true;
}

export const noLimits: RepairLimits = {
  charactersWanted: undefined,
  loosened: new Set(),
  drifting: new Map(),
  outOfReach: new Map(),
  refused: { policy: undefined, updates: new Map() },
};

/** Of a plan that AWS refused nothing of. */
export function isUnlimited({ charactersWanted, loosened, drifting, outOfReach }: RepairLimits): boolean {
  return charactersWanted === undefined && loosened.size + drifting.size + outOfReach.size === 0;
}
