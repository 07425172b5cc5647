import { awsError } from "../errors.ts";

/** A form's members as a tree; lists are arrays. */
export type FormTree = { [name: string]: FormTree | readonly FormTree[] | string };

/**
 * `Tags.member.1.Key=a` becomes `{ Tags: { member: [{ Key: "a" }] } }`, the tree that the SDK's XML reader reads.
 * @throws MalformedQueryString
 */
export function formTree(form: string): FormTree {
  const root = newNode();
  for (const [path, value] of new URLSearchParams(form)) put(root, path, value);
  return Object.fromEntries([...root].map(([name, child]) => [name, withLists(child)])) as FormTree;
}

type Node = Map<string, Node | string>;

const newNode = (): Node => new Map();
const deepest = 32;

function put(root: Node, path: string, value: string): void {
  const keys = path.split(".");
  const leaf = keys.pop() ?? "";
  if (keys.length > deepest) throw malformed(path);
  let node = root;
  for (const key of keys) {
    const child = node.get(key) ?? newNode();
    if (typeof child === "string") throw malformed(path);
    node.set(key, child);
    node = child;
  }
  node.set(leaf, value);
}

/** `{ 1: a, 2: b }` becomes `[a, b]`, at every depth. */
function withLists(node: Node | string): FormTree | readonly FormTree[] | string {
  if (typeof node === "string") return node;
  const entries = [...node].map(([key, child]) => [key, withLists(child)] as const);
  if (!entries.every(([key]) => /^\d+$/.test(key))) return Object.fromEntries(entries) as FormTree;
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child) as readonly FormTree[];
}

function malformed(path: string) {
  return awsError(
    "MalformedQueryString",
    `The parameter ${path.slice(0, 100)} has no place among the others.`,
  );
}
