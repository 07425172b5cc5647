/** One role in one Region to bring to its desired state, with the causes that asked for it. */
import type { RoleArn } from "./arn.ts";
import type { RetryAsked } from "./retry.ts";
import type { Cause } from "./trigger.ts";

export interface Work {
  readonly role: RoleArn;
  readonly account: string;
  readonly region: string;
  /** Names of the projects to look at; the ledger adds those that hold the role's grants. */
  readonly projects: readonly string[];
  /**
   * Set by the sweep alone, after it listed every project: `projects` are then all that use the role, and grants
   * older than `startedAt` (ISO 8601) that none of them needs may be removed.
   */
  readonly listing: { readonly startedAt: string } | undefined;
  readonly causes: readonly Cause[];
  /** Ids of builds that could not pull, and that nobody has looked at yet. */
  readonly builds?: readonly string[];
  /** Only the projects themselves changed: the role's others are looked at where one of these leaves something to do. */
  readonly alone?: true;
  /** An earlier part of it was done: `projects` are those that are still to be rewritten, and of the role's others none is. */
  readonly rest?: true;
  /** Nothing but this build is to be started again: the role is left as it is. */
  readonly retry?: RetryAsked;
}

/** The work of each role taken together: its projects, its causes, and a listing if one of them had it. */
export function mergedWork(work: readonly Work[]): readonly Work[] {
  return [...Map.groupBy(work, ({ role, region }) => `${region} ${role}`).values()].flatMap(together);
}

function together(same: readonly Work[]): readonly Work[] {
  const [first] = same;
  if (first === undefined) return [];
  const causes = same.flatMap((each) => each.causes);
  const { alone: _, rest: __, ...others } = first;
  const builds = [...new Set(same.flatMap((each) => each.builds ?? []))];
  return [
    {
      ...others,
      projects: [...new Set(same.flatMap(({ projects }) => projects))].sort(),
      listing: same.find(({ listing }) => listing !== undefined)?.listing,
      causes: [...new Map(causes.map((cause) => [cause.id, cause])).values()],
      ...(builds.length > 0 && { builds }),
      ...(same.every(({ alone }) => alone) && { alone: true as const }),
      ...(same.every(({ rest }) => rest) && { rest: true as const }),
    },
  ];
}
