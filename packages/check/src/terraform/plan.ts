/** What `terraform show -json` says of a plan. https://developer.hashicorp.com/terraform/internals/json-format */

import type { Position } from "../source/read-source.ts";
import { asValue, isObject, listOf, member, textOf, type Value } from "../worlds/value.ts";

export interface TerraformPlan {
  readonly file: string;
  /** What is planned, by address. */
  readonly resources: ReadonlyMap<string, PlannedResource>;
  readonly root: ModuleConfiguration;
  readonly variables: Value;
  readonly providers: Value;
  readonly positionOf: (address: string) => Position;
}

export interface PlannedResource {
  readonly address: string;
  /** Without the indices of count and for_each. */
  readonly configAddress: string;
  readonly module: readonly string[];
  readonly type: string;
  readonly isData: boolean;
  /** What is known of it. */
  readonly values: Value;
  /** Its block in the configuration: for what is known after apply. */
  readonly configuration: Value;
  readonly provider: string;
}

/** A module as it is written. */
export interface ModuleConfiguration {
  readonly body: Value;
}

/** `undefined` for any other JSON. */
export function planOf(file: string, text: string, value: unknown): TerraformPlan | undefined {
  const body = asValue(value);
  const planned = member(body, "planned_values");
  if (typeof member(body, "format_version") !== "string" || !isObject(planned)) return undefined;
  const configuration = member(body, "configuration");
  const root = { body: member(configuration, "root_module") };
  const resources = new Map<string, PlannedResource>();
  // What data sources read stands in the state before; of what is planned, the plan counts.
  for (const module of [
    member(member(member(body, "prior_state"), "values"), "root_module"),
    member(planned, "root_module"),
  ]) {
    for (const { resource, path } of resourcesIn(module, [])) {
      const made = plannedResource(resource, path, root);
      const isPlanned = module === member(planned, "root_module");
      if (made !== undefined && (isPlanned || made.isData)) resources.set(made.address, made);
    }
  }
  for (const change of listOf(member(body, "resource_changes"))) {
    const isRead = listOf(member(member(change, "change"), "actions")).includes("read");
    const made = isRead
      ? plannedResource(
          { ...objectOf(change), values: member(member(change, "change"), "after") ?? {} },
          modulePath(change),
          root,
        )
      : undefined;
    if (made !== undefined) resources.set(made.address, made);
  }
  return {
    file,
    resources,
    root,
    variables: member(body, "variables"),
    providers: member(configuration, "provider_config"),
    positionOf: (address) => positionIn(text, address),
  };
}

function* resourcesIn(
  module: Value,
  path: readonly string[],
): Iterable<{ readonly resource: Value; readonly path: readonly string[] }> {
  for (const resource of listOf(member(module, "resources"))) yield { resource, path };
  for (const child of listOf(member(module, "child_modules"))) {
    yield* resourcesIn(child, namesIn(textOf(member(child, "address")) ?? ""));
  }
}

function modulePath(change: Value): readonly string[] {
  return namesIn(textOf(member(change, "module_address")) ?? "");
}

/** `module.a["x"].module.b` → a, b */
function namesIn(address: string): readonly string[] {
  return [...address.matchAll(/module\.([\w-]+)/g)].map(([, name = ""]) => name);
}

function plannedResource(
  resource: Value,
  path: readonly string[],
  root: ModuleConfiguration,
): PlannedResource | undefined {
  const address = textOf(member(resource, "address"));
  const type = textOf(member(resource, "type"));
  const name = textOf(member(resource, "name"));
  if (address === undefined || type === undefined || name === undefined) return undefined;
  const isData = member(resource, "mode") === "data";
  const configAddress = `${isData ? "data." : ""}${type}.${name}`;
  const module = moduleAt(path, root);
  const configuration = listOf(member(module.body, "resources")).find(
    (each) => member(each, "address") === configAddress,
  );
  return {
    address,
    configAddress,
    module: path,
    type,
    isData,
    values: member(resource, "values") ?? {},
    configuration: member(configuration, "expressions"),
    provider: textOf(member(configuration, "provider_config_key")) ?? "aws",
  };
}

export function moduleAt(path: readonly string[], root: ModuleConfiguration): ModuleConfiguration {
  return path.reduce<ModuleConfiguration>(
    ({ body }, name) => ({ body: member(member(member(body, "module_calls"), name), "module") }),
    root,
  );
}

function objectOf(value: Value) {
  return isObject(value) ? value : {};
}

/** Terraform writes no lines of its source into a plan: what can be told is where in the plan the address stands. */
function positionIn(text: string, address: string): Position {
  const found = /"address"\s*:\s*/g;
  const wanted = JSON.stringify(address);
  for (const match of text.matchAll(found)) {
    const at = match.index + match[0].length;
    if (!text.startsWith(wanted, at)) continue;
    const before = text.slice(0, match.index);
    return { line: before.split("\n").length, column: match.index - before.lastIndexOf("\n") };
  }
  return { line: 1, column: 1 };
}
