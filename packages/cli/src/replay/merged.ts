import type { Work } from "@pullpass/core";

/** The work of one role taken together: its projects, its causes; and a listing, if one of them had it. */
export function merged(work: readonly Work[]): readonly Work[] {
  return [...Map.groupBy(work, ({ role, region }) => `${region} ${role}`).values()].flatMap(together);
}

function together(same: readonly Work[]): readonly Work[] {
  const [first] = same;
  if (first === undefined) return [];
  return [
    {
      ...first,
      projects: [...new Set(same.flatMap(({ projects }) => projects))].sort(),
      listing: same.find(({ listing }) => listing !== undefined)?.listing,
      causes: same.flatMap(({ causes }) => causes),
    },
  ];
}
