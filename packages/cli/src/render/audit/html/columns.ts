/** The picture's columns: a node for what needs somebody, and one for all that there is no room for. */
import type { ProjectReport } from "@pullpass/audit";
import type { PullVerdict } from "@pullpass/core";
import { counted, verdictOrder, verdictWords } from "./words.ts";

export interface FlowNode {
  readonly id: string;
  readonly label: string;
  /** How many projects go through it. */
  readonly count: number;
  /** The worst of these projects. */
  readonly worst: PullVerdict;
  /** What the list below is searched for to show these projects; `null` for those that are drawn together. */
  readonly words: string | null;
}

export interface Named {
  readonly id: string;
  readonly label: string;
}

export interface Column {
  readonly nodes: readonly FlowNode[];
  readonly idOf: (project: ProjectReport) => string;
}

/** Each project, those in need first, while there is room; of a verdict that has none, all together. */
export function endsOf(projects: readonly ProjectReport[], nodesMax: number, before: Column): Column {
  const groups = verdictOrder.flatMap((verdict) => {
    const members = projects.filter((each) => each.verdict === verdict);
    return members.length === 0 ? [] : [{ verdict, members }];
  });
  let room = nodesMax - groups.length;
  const apart = new Set<PullVerdict>();
  for (const { verdict, members } of groups) {
    if (members.length - 1 > room) break;
    room -= members.length - 1;
    apart.add(verdict);
  }
  const idOf = ({ arn, verdict }: ProjectReport) => (apart.has(verdict) ? arn : verdict);
  const nodes = groups.flatMap(({ verdict, members }) =>
    apart.has(verdict)
      ? members
          .toSorted((one, other) => placeIn(before, [one]) - placeIn(before, [other]))
          .map((each) => nodeOf({ id: each.arn, label: each.name }, [each]))
      : [{ ...nodeOf({ id: verdict, label: verdictWords[verdict].label }, members), words: null }],
  );
  return { nodes, idOf };
}

/** Where these projects come from, on average: in this order the fewest ways cross. */
function placeIn({ nodes, idOf }: Column, projects: readonly ProjectReport[]): number {
  const places = projects.map((project) => nodes.findIndex(({ id }) => id === idOf(project)));
  return places.reduce((sum, place) => sum + place, 0) / projects.length;
}

interface Grouping {
  readonly nameOf: (project: ProjectReport) => Named;
  readonly noun: string;
  readonly nodesMax: number;
  /** The column to the left. */
  readonly before?: Column;
}

/** Those that most projects in need go through have a node of their own; the rest share one. */
export function grouped(
  projects: readonly ProjectReport[],
  { nameOf, noun, nodesMax, before }: Grouping,
): Column {
  const found = [...Map.groupBy(projects, (project) => nameOf(project).id)].flatMap(([id, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    const place = before === undefined ? 0 : placeIn(before, members);
    return [{ node: nodeOf({ id, label: nameOf(first).label }, members), members, place }];
  });
  const sorted = found.sort((one, other) => needOf(other.members) - needOf(one.members));
  const room = sorted.length <= nodesMax ? nodesMax : nodesMax - 1;
  const own = sorted
    .slice(0, room)
    .sort((one, other) => rankOf(one.node) - rankOf(other.node) || one.place - other.place)
    .map(({ node }) => node);
  const others = sorted.slice(room);
  if (others.length === 0) return { nodes: own, idOf: (project) => nameOf(project).id };
  const label = counted(others.length, `other ${noun}`);
  const members = others.flatMap((each) => each.members);
  const rest = { ...nodeOf({ id: "others", label }, members), words: null };
  const ids = new Set(own.map(({ id }) => id));
  const idOf = (project: ProjectReport) => (ids.has(nameOf(project).id) ? nameOf(project).id : rest.id);
  return { nodes: [...own, rest], idOf };
}

function rankOf({ worst }: FlowNode): number {
  return verdictOrder.indexOf(worst);
}

/** A project that cannot pull outweighs any number that can. */
function needOf(projects: readonly ProjectReport[]): number {
  const weights: Partial<Record<PullVerdict, number>> = { fails: 1_000_000, unknown: 1_000 };
  return projects.reduce((sum, { verdict }) => sum + (weights[verdict] ?? 0.001), 0);
}

function nodeOf({ id, label }: Named, members: readonly ProjectReport[]): FlowNode {
  const worst = verdictOrder.find((verdict) => members.some((each) => each.verdict === verdict)) ?? "pulls";
  return { id, label, count: members.length, worst, words: id === "none" ? null : label };
}
