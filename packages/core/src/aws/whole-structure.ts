/**
 * Keeps the members of a structure that this SDK does not know. A plain client drops them, both when it reads and when it
 * writes. So the structure's schema is replaced by that of a document, which passes JSON on as it is:
 * https://smithy.io/2.0/spec/simple-types.html#document. Schemas that other clients share stay.
 */

/** For the step `initialize` of a client: from then on it keeps every member of the structures of that name. */
export function keepWhole(structureName: string) {
  return <Args, Result>(next: (args: Args) => Promise<Result>, context: { __smithy_context?: unknown }) =>
    (args: Args): Promise<Result> => {
      const smithy = context.__smithy_context;
      if (isOfOperation(smithy)) smithy.operationSchema = operationOf(smithy.operationSchema, structureName);
      return next(args);
    };
}

/** The tuples in which the SDK writes schemas down: kind, namespace, name, traits, and what the kind asks for. */
type Schema = readonly unknown[];

const structure = 3;
const list = 1;
const document = 15;

function isOfOperation(smithy: unknown): smithy is { operationSchema: Schema } {
  return (
    typeof smithy === "object" &&
    smithy !== null &&
    "operationSchema" in smithy &&
    Array.isArray(smithy.operationSchema)
  );
}

/** The SDK remembers what it made of a schema, so there is one copy of each. */
const copies = new WeakMap<Schema, Schema>();

function operationOf(operation: Schema, structureName: string): Schema {
  const known = copies.get(operation);
  if (known !== undefined) return known;
  const [kind, namespace, name, traits, input, output] = operation;
  const copy = [
    kind,
    namespace,
    name,
    traits,
    ...[input, output].map((each) => withDocument(each, structureName, depthMax)),
  ];
  copies.set(operation, copy);
  copies.set(copy, copy);
  return copy;
}

/** A structure is at most this deep: output, list of projects, project, environment; output, list of grants, grant, constraints. */
const depthMax = 4;

/** The same schema if there is no such structure in it. */
function withDocument(reference: unknown, structureName: string, depth: number): unknown {
  const schema: unknown = typeof reference === "function" ? reference() : reference;
  if (!Array.isArray(schema) || depth === 0) return reference;
  const [kind, namespace, name, traits, ...rest]: unknown[] = schema;
  if (kind === list) {
    const element = withDocument(rest[0], structureName, depth - 1);
    return element === rest[0] ? reference : [kind, namespace, name, traits, element];
  }
  if (kind !== structure) return reference;
  if (name === structureName) return document;
  const [names, members, ...more] = rest;
  if (!Array.isArray(members)) return reference;
  const changed = members.map((member) => withDocument(member, structureName, depth - 1));
  if (changed.every((member, index) => member === members[index])) return reference;
  return [kind, namespace, name, traits, names, changed, ...more];
}
