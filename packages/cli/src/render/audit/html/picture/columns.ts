/** The picture's columns: a node for what needs somebody most, and one for all that there is no room for. */
import type { ProjectReport, SharedCause } from "@pullpass/audit";
import type { PullVerdict } from "@pullpass/core";
import { type CauseKind, counted, verdictOrder } from "../words.ts";

/** A project, and why it is as it is. */
export interface Drawn {
  readonly project: ProjectReport;
  readonly cause: SharedCause | undefined;
  readonly account: string;
}

/** What a click on a node shows in the lists below. */
interface Sought {
  readonly kind: "words" | "cause" | "verdict";
  readonly value: string;
}

export interface Named {
  readonly id: string;
  readonly label: string;
  /** On a second line: who acts, or whose it is. */
  readonly who?: string;
  readonly kind?: CauseKind;
  readonly sought?: Sought;
}

export interface FlowNode extends Named {
  /** How many projects go through it. */
  readonly count: number;
  /** The worst of these projects. */
  readonly worst: PullVerdict;
}

export interface Column {
  readonly nodes: readonly FlowNode[];
  readonly idOf: (drawn: Drawn) => string;
  /** How many share the last node, since there is no room; 0 where each has its own. */
  readonly together: number;
}

interface Grouping {
  readonly nameOf: (drawn: Drawn) => Named;
  readonly noun: string;
  readonly nodesMax: number;
}

/** Those that most projects in need go through have a node of their own; the rest share one. */
export function grouped(drawn: readonly Drawn[], { nameOf, noun, nodesMax }: Grouping): Column {
  const found = [...Map.groupBy(drawn, (each) => nameOf(each).id).values()].flatMap((members) =>
    members[0] === undefined ? [] : [{ node: nodeOf(nameOf(members[0]), members), members }],
  );
  const sorted = found.sort((one, other) => needOf(other.members) - needOf(one.members));
  const room = sorted.length <= nodesMax ? nodesMax : nodesMax - 1;
  const own = sorted.slice(0, room).map(({ node }) => node);
  const others = sorted.slice(room);
  if (others.length === 0) return { nodes: own, idOf: (each) => nameOf(each).id, together: 0 };
  const label = counted(others.length, `other ${noun}`);
  const rest = nodeOf(
    { id: "others", label },
    others.flatMap(({ members }) => members),
  );
  const ids = new Set(own.map(({ id }) => id));
  const idOf = (each: Drawn) => (ids.has(nameOf(each).id) ? nameOf(each).id : rest.id);
  return { nodes: [...own, rest], idOf, together: others.length };
}

/** A project that cannot pull outweighs any number that can. */
function needOf(drawn: readonly Drawn[]): number {
  const weights: Partial<Record<PullVerdict, number>> = { fails: 1_000_000, unknown: 1_000 };
  return drawn.reduce((sum, { project }) => sum + (weights[project.verdict] ?? 0.001), 0);
}

export function nodeOf(named: Named, members: readonly Drawn[]): FlowNode {
  const worst =
    verdictOrder.find((verdict) => members.some(({ project }) => project.verdict === verdict)) ?? "pulls";
  return { ...named, count: members.length, worst };
}
