/** A file as data that knows its lines: YAML, with CloudFormation's short tags, and JSON, which YAML is a superset of. */
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from "yaml";

/** From 1, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

type Path = readonly (string | number)[];

export interface Source {
  readonly value: unknown;
  /** Where the key, or the item of a list, stands; of what is not there, the nearest that is above it. */
  positionOf(path: Path): Position;
}

/** What is neither YAML nor JSON. */
export class UnreadableSource extends Error {
  constructor(why: string) {
    super(why);
    this.name = "UnreadableSource";
  }
}

/** The first document. @throws UnreadableSource */
export function readSource(text: string): Source {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    logLevel: "silent",
    stringKeys: false,
  });
  const [document] = Array.isArray(parsed) ? parsed : [];
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw new UnreadableSource(error.message.split("\n")[0] ?? error.message);
  if (document === undefined) return { value: undefined, positionOf: () => ({ line: 1, column: 1 }) };
  const budget = { nodes: nodesMax };
  return {
    value: jsonOf(document.contents, document, budget),
    positionOf(path) {
      const { line, col } = lines.linePos(offsetOf(path, document));
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
}

/** Aliases of aliases unfold to more than any memory holds. */
const nodesMax = 2_000_000;

interface Budget {
  nodes: number;
}

function jsonOf(node: unknown, document: Document, budget: Budget): unknown {
  budget.nodes -= 1;
  if (budget.nodes < 0) throw new UnreadableSource("it unfolds to too much");
  if (isAlias(node)) return jsonOf(node.resolve(document), document, budget);
  if (isScalar(node)) return tagged(node, scalarOf(node.value, node.source));
  if (isSeq(node)) {
    return tagged(
      node,
      node.items.map((item) => jsonOf(item, document, budget)),
    );
  }
  if (!isMap(node)) return null;
  const members = node.items.flatMap((pair): readonly (readonly [string, unknown])[] => {
    const key = keyOf(pair.key);
    const value = jsonOf(pair.value, document, budget);
    return key === "<<" && isObject(value) ? Object.entries(value) : [[key, value]];
  });
  return tagged(node, Object.fromEntries(members));
}

/** An account's id may begin with zeros. */
function scalarOf(value: unknown, source: string | undefined): unknown {
  if (typeof value === "number" && source !== undefined && /^0\d/.test(source)) return source;
  return typeof value === "bigint" ? String(value) : value;
}

/**
 * `!Sub …` is `{"Fn::Sub": …}`, but of two that have no prefix; `!GetAtt A.B` is a text in YAML alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
function tagged({ tag }: Node, value: unknown): unknown {
  const name = tag === undefined ? undefined : /^!([A-Za-z]\w*)$/.exec(tag)?.[1];
  if (name === undefined) return value;
  return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: value };
}

function offsetOf(path: Path, document: Document): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const next: unknown = isMap(node)
      ? node.items.find(({ key }) => keyOf(key) === String(step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (next === undefined) return offset;
    offset = startOf(isPair(next) ? next.key : next) ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.source ?? key.value) : String(key);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
