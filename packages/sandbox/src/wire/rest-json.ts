import { awsError } from "../errors.ts";
import { LosslessJson } from "./lossless-json.ts";
import type { Protocol, Reply, WireRequest } from "./protocol.ts";
import {
  type $SchemaRef,
  faultOf,
  NormalizedSchema,
  operationSchema,
  type Sdk,
  type StaticOperationSchema,
} from "./schema.ts";
import { wireValue } from "./wire-value.ts";

/**
 * RestJson: method and path name the operation, and hold members of its input; the rest is JSON.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJson(sdk: Sdk): Protocol {
  const routes = routesOf(sdk);
  const reply = (status: number, body: unknown, requestId: string, more = {}): Reply => ({
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId, ...more },
    body: JSON.stringify(body, wireValue),
  });

  return {
    family: "json",
    async read(request) {
      const { operation, labels, query } = find(routes, request);
      const { input } = operationSchema(sdk, operation) ?? {};
      if (input === undefined) throw unknownOperation(request);
      const body = await new LosslessJson().read(input, request.body);
      return { operation, input: { ...(body as object), ...boundTo(input, labels, query) } };
    },
    write(operation, output, requestId) {
      const status = routes.find((route) => route.operation === operation)?.status ?? 200;
      return reply(status, output ?? {}, requestId);
    },
    fail(error, requestId) {
      const { name, status, message, messageMember, members } = faultOf(sdk, error);
      const parts = Object.entries(members).map(([member, { value, schema }]) => {
        return { member, value, header: headerOf(schema) };
      });
      const headers = parts.flatMap(({ header, value }) =>
        header ? [[header.toLowerCase(), String(value)]] : [],
      );
      const body = parts.flatMap(({ header, member, value }) => (header ? [] : [[member, value]]));
      const more = { "x-amzn-errortype": name, ...Object.fromEntries(headers) };
      return reply(status, { [messageMember]: message, ...Object.fromEntries(body) }, requestId, more);
    },
  };
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  /** The members that are in the path, in their order. */
  readonly labels: readonly string[];
  readonly status: number;
}

function routesOf(sdk: Sdk): readonly Route[] {
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

/** @throws UnknownOperationException */
function find(routes: readonly Route[], request: WireRequest) {
  const [path = "", search] = (request.target ?? "").split("?");
  for (const { operation, method, path: pattern, labels } of routes) {
    const values = method === request.method ? pattern.exec(path)?.slice(1) : undefined;
    if (values === undefined) continue;
    const named = labels.map((name, index) => [name, decodeURIComponent(values[index] ?? "")] as const);
    return { operation, labels: new Map(named), query: new URLSearchParams(search) };
  }
  throw unknownOperation(request);
}

function unknownOperation({ method, target }: WireRequest) {
  return awsError("UnknownOperationException", `The service has no operation ${method} ${target}`, 404);
}

/** The header that a member of an error is in. Its schema has the traits of the member beside it. */
function headerOf(schema: $SchemaRef): string | undefined {
  const traits: unknown = Array.isArray(schema) && schema.length === 2 ? schema[1] : undefined;
  if (typeof traits !== "object" || traits === null || !("httpHeader" in traits)) return undefined;
  return String(traits.httpHeader);
}

/** The members of the input that are not in the body. */
function boundTo(
  input: $SchemaRef,
  labels: ReadonlyMap<string, string>,
  query: URLSearchParams,
): Readonly<Record<string, unknown>> {
  const members = [...NormalizedSchema.of(input).structIterator()].flatMap(([name, member]) => {
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
