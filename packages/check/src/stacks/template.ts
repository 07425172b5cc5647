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
  /** What in it is not worked out; `undefined` where nothing is left out. */
  readonly leftOut: string | undefined;
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
  if (resources.length === 0 && leftOutOf(written) === undefined) return undefined;
  return {
    file,
    source,
    parameters: objectOf(member(body, "Parameters")),
    mappings: member(body, "Mappings"),
    conditions: objectOf(member(body, "Conditions")),
    resources: new Map(resources.map((resource) => [resource.id, resource])),
    outputs: objectOf(member(body, "Outputs")),
    leftOut: leftOutOf(written),
  };
}

/**
 * Resources that are made only when it is deployed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
function leftOutOf(resources: ValueObject): string | undefined {
  const names = Object.keys(resources);
  if (names.some((name) => name.startsWith("Fn::ForEach::")))
    return "what its loops (Fn::ForEach) make is not looked at";
  return names.includes("Fn::Transform")
    ? "what its macro (Fn::Transform) makes is not looked at"
    : undefined;
}

function objectOf(value: Value): ValueObject {
  return isObject(value) ? value : {};
}
