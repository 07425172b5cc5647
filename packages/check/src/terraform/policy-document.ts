/** A policy that `data.aws_iam_policy_document` writes, where its JSON is known after apply alone. */
import { isList, listOf, member, Open, textOf, type Value } from "../worlds/value.ts";
import type { PlannedResource, TerraformPlan } from "./plan.ts";
import { type AttributeOf, blocksOf, plannedValue } from "./values.ts";

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document */
export function policyDocument(plan: TerraformPlan, resource: PlannedResource, made: AttributeOf): Value {
  const known = textOf(member(resource.values, "json"));
  if (known !== undefined) return known;
  const others = ["source_policy_documents", "override_policy_documents"] as const;
  const value = (...path: (string | number)[]) => plannedValue(plan, resource, path, made);
  if (others.some((name) => value(name) !== undefined)) return undefined;
  const statements = Array.from({ length: blocksOf(resource, "statement") }, (_, index) => {
    const at = (...path: (string | number)[]) => value("statement", index, ...path);
    return {
      Effect: at("effect") ?? "Allow",
      ...listed("Action", items(at("actions"))),
      ...listed("NotAction", items(at("not_actions"))),
      ...listed("Resource", items(at("resources"))),
      ...listed("NotResource", items(at("not_resources"))),
      ...principals("Principal", "principals"),
      ...principals("NotPrincipal", "not_principals"),
      ...conditions(),
    };

    function principals(element: string, block: string) {
      const count = blocksAt(resource, index, block);
      const given = Array.from({ length: count }, (_, each) => {
        const type = textOf(at(block, each, "type")) ?? "AWS";
        return [type, items(at(block, each, "identifiers"))] as const;
      });
      if (given.length === 0) return {};
      const isEverybody = given.some(([type, whom]) => type === "*" && whom.includes("*"));
      return { [element]: isEverybody ? "*" : Object.fromEntries(given) };
    }

    function conditions() {
      const count = blocksAt(resource, index, "condition");
      const given = Array.from({ length: count }, (_, each) => {
        const [test, variable] = [
          textOf(at("condition", each, "test")),
          textOf(at("condition", each, "variable")),
        ];
        return [test ?? "", { [variable ?? ""]: items(at("condition", each, "values")) }] as const;
      });
      const merged = new Map<string, Record<string, Value>>();
      for (const [test, keys] of given) merged.set(test, { ...merged.get(test), ...keys });
      return merged.size === 0 ? {} : { Condition: Object.fromEntries(merged) };
    }
  });
  return { Version: textOf(value("version")) ?? "2012-10-17", Statement: statements };
}

function blocksAt(resource: PlannedResource, statement: number, block: string): number {
  const known = listOf(member(listOf(member(resource.values, "statement"))[statement], block)).length;
  const written = listOf(
    member(listOf(member(resource.configuration, "statement"))[statement], block),
  ).length;
  return Math.max(known, written);
}

/** A reference stands for the one item of a list. */
function items(value: Value): readonly Value[] {
  return value instanceof Open ? [value] : isList(value) ? value : listOf(value);
}

function listed(name: string, values: readonly Value[]) {
  return values.length === 0 ? {} : { [name]: values };
}
