/** A CloudFormation template, as far as it is one. */
import type { Source } from "../source/read-source.ts";
import { asValue, isObject, member, textOf, type Value, type ValueObject } from "../worlds/value.ts";

export interface Template {
  readonly file: string;
  readonly source: Source;
  readonly parameters: ValueObject;
  readonly mappings: Value;
  readonly conditions: ValueObject;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: ValueObject;
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Value;
  /** The name of the condition on which it is made. */
  readonly condition: string | undefined;
}

/** `undefined` for any other file: a template has resources with a type. */
export function templateOf(file: string, source: Source): Template | undefined {
  const body = asValue(source.value);
  const written = member(body, "Resources");
  if (!isObject(written)) return undefined;
  const resources = Object.entries(written).flatMap(([id, resource]): readonly Resource[] => {
    const type = member(resource, "Type");
    if (typeof type !== "string") return [];
    const condition = textOf(member(resource, "Condition"));
    return [{ id, type, properties: member(resource, "Properties") ?? {}, condition }];
  });
  if (resources.length === 0) return undefined;
  return {
    file,
    source,
    parameters: objectOf(member(body, "Parameters")),
    mappings: member(body, "Mappings"),
    conditions: objectOf(member(body, "Conditions")),
    resources: new Map(resources.map((resource) => [resource.id, resource])),
    outputs: objectOf(member(body, "Outputs")),
  };
}

function objectOf(value: Value): ValueObject {
  return isObject(value) ? value : {};
}
