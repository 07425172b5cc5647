/**
 * The values of what a plan makes: known, or by the references in the configuration, which lead to what else it makes.
 * https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
import { isList, isObject, listOf, member, Open, textOf, type Value } from "../worlds/value.ts";
import { type ModuleConfiguration, moduleAt, type PlannedResource, type TerraformPlan } from "./plan.ts";

/** What a resource is called by once it is there: `arn`, `name`, `id`, `key_id`; `undefined` for what nobody knows. */
export type AttributeOf = (resource: PlannedResource, attribute: string) => Value;

/** Deeper than modules are nested. */
const depthMax = 20;

/** One member of a resource, or of a block in it. */
export function plannedValue(
  plan: TerraformPlan,
  resource: PlannedResource,
  path: readonly (string | number)[],
  made: AttributeOf,
): Value {
  const known = at(resource.values, path);
  if (known !== undefined && known !== null && !(isList(known) && known.length === 0)) return known;
  const expression = at(resource.configuration, path);
  if (expression === undefined || expression === null) return known ?? undefined;
  return evaluated(plan, expression, resource.module, resource, made, 0);
}

function at(value: Value, path: readonly (string | number)[]): Value {
  return path.reduce<Value>(
    (inner, step) => (typeof step === "number" ? listOf(inner)[step] : member(inner, step)),
    value,
  );
}

/** A constant, or what its references lead to, where that is one thing as it is. */
export function evaluated(
  plan: TerraformPlan,
  expression: Value,
  module: readonly string[],
  from: PlannedResource | undefined,
  made: AttributeOf,
  depth: number,
): Value {
  const constant = member(expression, "constant_value");
  if (constant !== undefined) return constant ?? undefined;
  const references = listOf(member(expression, "references")).flatMap((each) => textOf(each) ?? []);
  if (references.length === 0) return undefined;
  const longest = references.filter(
    (each) => !references.some((other) => other !== each && isLonger(other, each)),
  );
  const [reference, ...more] = longest;
  if (reference === undefined || more.length > 0 || depth > depthMax) {
    return new Open(`${longest.join(" and ")}, known after apply`, longest[0] ?? "value");
  }
  return referenced(plan, reference, module, from, made, depth);
}

function isLonger(other: string, each: string): boolean {
  return other.startsWith(`${each}.`) || other.startsWith(`${each}[`);
}

function referenced(
  plan: TerraformPlan,
  reference: string,
  module: readonly string[],
  from: PlannedResource | undefined,
  made: AttributeOf,
  depth: number,
): Value {
  const open = new Open(`${reference}, known after apply`, reference);
  const variable = /^var\.([\w-]+)$/.exec(reference)?.[1];
  if (variable !== undefined) {
    if (module.length === 0) return member(member(plan.variables, variable), "value") ?? open;
    const outer = module.slice(0, -1);
    const call = member(member(moduleAt(outer, plan.root).body, "module_calls"), module.at(-1) ?? "");
    const given = member(member(call, "expressions"), variable);
    if (given !== undefined) return evaluated(plan, given, outer, undefined, made, depth + 1) ?? open;
    const called = moduleAt(module, plan.root);
    return member(member(member(called.body, "variables"), variable), "default") ?? open;
  }
  const [, child, output] = /^module\.([\w-]+)(?:\[[^\]]*\])?\.([\w-]+)$/.exec(reference) ?? [];
  if (child !== undefined && output !== undefined) {
    const inner: ModuleConfiguration = moduleAt([...module, child], plan.root);
    const expression = member(member(member(inner.body, "outputs"), output), "expression");
    return evaluated(plan, expression, [...module, child], undefined, made, depth + 1) ?? open;
  }
  const [, address, index = "", attribute] =
    /^((?:data\.)?[\w-]+\.[\w-]+)(\[[^\]]*\])?\.(\w+)$/.exec(reference) ?? [];
  if (address === undefined || attribute === undefined) return open;
  const resource = instanceOf(plan, address, index, module, from);
  if (resource === undefined) return open;
  return made(resource, attribute) ?? open;
}

/** The instance that is meant: the only one, that of the index, or the one beside it. */
function instanceOf(
  plan: TerraformPlan,
  configAddress: string,
  index: string,
  module: readonly string[],
  from: PlannedResource | undefined,
): PlannedResource | undefined {
  const all = [...plan.resources.values()].filter(
    (each) => each.configAddress === configAddress && each.module.join("/") === module.join("/"),
  );
  if (all.length === 1) return all[0];
  const own = /\[[^\]]*\]$/.exec(from?.address ?? "")?.[0];
  const wanted = /^\[(?:\d+|"[^"]*")\]$/.test(index) ? index : own;
  return wanted === undefined ? undefined : all.find(({ address }) => address.endsWith(wanted));
}

/** The names of a block's members: known ones and those of the configuration. */
export function blocksOf(resource: PlannedResource, name: string): number {
  const known = listOf(member(resource.values, name)).length;
  const written = member(resource.configuration, name);
  return Math.max(known, isList(written) ? written.length : isObject(written) ? 1 : 0);
}
