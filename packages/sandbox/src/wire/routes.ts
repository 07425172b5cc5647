/** What the REST protocols have in common: method and path name the operation, and hold members of its input. */
import type { WireRequest } from "./protocol.ts";
import { type $SchemaRef, NormalizedSchema, type Sdk, type StaticOperationSchema } from "./schema.ts";

/** https://smithy.io/2.0/spec/http-bindings.html */
export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  /** The members that are in the path, in their order. */
  readonly labels: readonly string[];
  readonly status: number;
}

export function routesOf(sdk: Sdk): readonly Route[] {
  return Object.values(sdk).flatMap((schema) => {
    if (!Array.isArray(schema) || schema[0] !== 9) return [];
    const [, , operation, traits] = schema as StaticOperationSchema;
    const http = typeof traits === "object" ? traits.http : undefined;
    if (http === undefined) return [];
    const [method, uri, status] = http;
    const labels = [...uri.matchAll(label)].map(([, name = ""]) => name);
    const path = new RegExp(`^${uri.replaceAll(label, (_, __, greedy) => (greedy ? "(.+)" : "([^/]*)"))}/?$`);
    return [{ operation, method, path, labels, status }];
  });
}

const label = /\{(\w+)(\+?)\}/g;

/** The operation that was called, and what path and query hold. */
export interface RoutedCall {
  readonly operation: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
}

/** `undefined` where there is no such operation. */
export function routedCall(routes: readonly Route[], request: WireRequest): RoutedCall | undefined {
  const [path = "", search] = (request.target ?? "").split("?");
  for (const { operation, method, path: pattern, labels } of routes) {
    const values = method === request.method ? pattern.exec(path)?.slice(1) : undefined;
    if (values === undefined) continue;
    const named = labels.map((name, index) => [name, decodeURIComponent(values[index] ?? "")] as const);
    return { operation, labels: new Map(named), query: new URLSearchParams(search) };
  }
  return undefined;
}

/** The members of the input that are not in the body. */
export function boundMembers(
  input: $SchemaRef,
  { labels, query }: RoutedCall,
): Readonly<Record<string, unknown>> {
  const shape = NormalizedSchema.of(input);
  if (!shape.isStructSchema()) return {};
  const members = [...shape.structIterator()].flatMap(([name, member]) => {
    const { httpQuery } = member.getMergedTraits();
    const text = labels.get(name) ?? (httpQuery === undefined ? undefined : query.get(httpQuery));
    return text === undefined || text === null ? [] : [[name, fromText(text, member)]];
  });
  return Object.fromEntries(members);
}

function fromText(text: string, member: NormalizedSchema): unknown {
  if (member.isNumericSchema()) return Number(text);
  return member.isBooleanSchema() ? text === "true" : text;
}

/** The header that a member is in. */
export function headerOf(schema: $SchemaRef): string | undefined {
  const traits: unknown = Array.isArray(schema) && schema.length === 2 ? schema[1] : undefined;
  if (typeof traits !== "object" || traits === null || !("httpHeader" in traits)) return undefined;
  return String(traits.httpHeader).toLowerCase();
}
