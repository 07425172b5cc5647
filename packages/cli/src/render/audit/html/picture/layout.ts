/** Where the picture's nodes and ribbons stand. */
import type { PullVerdict } from "@pullpass/core";
import { verdictOrder } from "../words.ts";
import type { FlowNode } from "./columns.ts";
import type { Flow } from "./flow.ts";

export interface Box {
  readonly node: FlowNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Ribbon {
  readonly verdict: PullVerdict;
  readonly from: Box;
  readonly to: Box;
  readonly count: number;
  /** Of an SVG path. */
  readonly d: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly ribbons: readonly Ribbon[];
}

interface Place {
  readonly x: number;
  readonly width: number;
}

/** The reasons are sentences. */
export const places = {
  secrets: { x: 0, width: 206 },
  reasons: { x: 282, width: 474 },
  outcomes: { x: 832, width: 168 },
} as const satisfies Record<string, Place>;

/** Of a box, that its one line or two have room. */
function heightMinOf(nodes: readonly FlowNode[]): number {
  return nodes.some(({ who }) => who !== undefined) ? 42 : 30;
}

const gap = 8;

export function layoutOf({ secrets, reasons, outcomes, ways }: Flow): Layout {
  const columns = [
    { nodes: secrets.nodes, place: places.secrets },
    { nodes: reasons.nodes, place: places.reasons },
    { nodes: outcomes.nodes, place: places.outcomes },
  ];
  const height = Math.max(96, ...columns.map(({ nodes }) => nodes.length * (heightMinOf(nodes) + gap + 4)));
  const [left = [], middle = [], right = []] = columns.map(({ nodes, place }) =>
    boxesOf(nodes, place, height),
  );
  const first = ways.map(({ secret, reason, outcome, count }) => ({
    from: secret,
    to: reason,
    verdict: outcome,
    count,
  }));
  const second = ways.map(({ reason, outcome, count }) => ({
    from: reason,
    to: outcome,
    verdict: outcome,
    count,
  }));
  return {
    width: places.outcomes.x + places.outcomes.width,
    height,
    boxes: [...left, ...middle, ...right],
    ribbons: [...ribbonsOf(first, left, middle), ...ribbonsOf(second, middle, right)],
  };
}

/** A box is as high as its share of the projects, but never too low for its text. */
function boxesOf(nodes: readonly FlowNode[], { x, width }: Place, height: number): readonly Box[] {
  const heightMin = heightMinOf(nodes);
  const total = nodes.reduce((sum, { count }) => sum + count, 0);
  const spare = height - nodes.length * heightMin - (nodes.length - 1) * gap;
  let y = 0;
  return nodes.map((node) => {
    const box = { node, x, y, width, height: heightMin + (spare * node.count) / total };
    y += box.height + gap;
    return box;
  });
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly verdict: PullVerdict;
  readonly count: number;
}

/** Those that can pull are drawn first, so that the others lie on top. */
function ribbonsOf(edges: readonly Edge[], from: readonly Box[], to: readonly Box[]): readonly Ribbon[] {
  const ends = (boxes: readonly Box[]) =>
    new Map(boxes.map((box, place) => [box.node.id, { box, place, used: 0 }]));
  const [starts, stops] = [ends(from), ends(to)];
  const placed = merged(edges).flatMap((edge) => {
    const [start, stop] = [starts.get(edge.from), stops.get(edge.to)];
    return start === undefined || stop === undefined ? [] : [{ ...edge, start, stop }];
  });
  const inOrder = placed.sort(
    (one, other) => one.start.place - other.start.place || one.stop.place - other.stop.place,
  );
  const ribbons = inOrder.map(({ start, stop, verdict, count }) => ({
    verdict,
    from: start.box,
    to: stop.box,
    count,
    d: pathOf(taken(start, count), taken(stop, count), start.box.x + start.box.width, stop.box.x),
  }));
  return ribbons.sort(
    (one, other) => verdictOrder.indexOf(other.verdict) - verdictOrder.indexOf(one.verdict),
  );
}

function merged(edges: readonly Edge[]): readonly Edge[] {
  const same = Map.groupBy(edges, ({ from, to, verdict }) => JSON.stringify([from, to, verdict]));
  return [...same.values()].flatMap((each) => {
    const count = each.reduce((sum, edge) => sum + edge.count, 0);
    return each[0] === undefined ? [] : [{ ...each[0], count }];
  });
}

/** The next free piece of a box's side. */
function taken(
  end: { readonly box: Box; used: number },
  count: number,
): readonly [top: number, bottom: number] {
  const { y, height, node } = end.box;
  const top = y + (height * end.used) / node.count;
  end.used += count;
  return [top, y + (height * end.used) / node.count];
}

function pathOf(
  [fromTop, fromBottom]: readonly [number, number],
  [toTop, toBottom]: readonly [number, number],
  x1: number,
  x2: number,
): string {
  const middle = (x1 + x2) / 2;
  const at = (number: number) => number.toFixed(1);
  return [
    `M${at(x1)} ${at(fromTop)}`,
    `C${at(middle)} ${at(fromTop)} ${at(middle)} ${at(toTop)} ${at(x2)} ${at(toTop)}`,
    `V${at(toBottom)}`,
    `C${at(middle)} ${at(toBottom)} ${at(middle)} ${at(fromBottom)} ${at(x1)} ${at(fromBottom)}Z`,
  ].join("");
}
