/** The roles of a plan, with their policies. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role */
import type { DeclaredPolicy, DeclaredRole } from "../declared/declared.ts";
import { jsonIn, listOf, member, Open, textOf, type Value } from "../worlds/value.ts";
import type { PlannedResource } from "./plan.ts";
import type { PlanReader } from "./reader.ts";
import { blocksOf } from "./values.ts";

export function roleOf(resource: PlannedResource, reader: PlanReader): DeclaredRole {
  const { value, attribute, document, nameOf, placeOf } = reader;
  const name = nameOf(resource);
  const arn = textOf(attribute(resource, "arn")) ?? "";
  return {
    id: resource.address,
    placeOf: placeOf(resource),
    arn,
    name,
    tags: value(resource, "tags_all") ?? value(resource, "tags"),
    trust: document(resource, "assume_role_policy"),
    boundary:
      textOf(value(resource, "permissions_boundary")) === ""
        ? undefined
        : value(resource, "permissions_boundary"),
    inline: [...inlineBlocks(resource, reader), ...policiesOf(name, reader)],
    attached: [...listOf(member(resource.values, "managed_policy_arns")), ...attachedTo(name, reader)],
  };
}

function inlineBlocks(resource: PlannedResource, reader: PlanReader): readonly DeclaredPolicy[] {
  const { value } = reader;
  return Array.from({ length: blocksOf(resource, "inline_policy") }, (_, index) => {
    const written = value(resource, "inline_policy", index, "policy");
    const text = typeof written === "string" ? jsonIn(written) : written;
    return {
      name: textOf(value(resource, "inline_policy", index, "name")) ?? `inline ${index + 1}`,
      document: text,
    };
  }).filter(({ document: written }) => written !== undefined);
}

function policiesOf(role: string, reader: PlanReader): readonly DeclaredPolicy[] {
  const { managed, value, document, nameOf } = reader;
  return managed("aws_iam_role_policy").flatMap((policy): readonly DeclaredPolicy[] => {
    const on = value(policy, "role");
    const named = { name: nameOf(policy), document: document(policy, "policy") };
    if (on instanceof Open) return [{ ...named, maybe: on.reason }];
    return textOf(on) === role ? [named] : [];
  });
}

/** What is attached to a role that is not known may be attached to this one. */
function attachedTo(role: string, { managed, value }: PlanReader): readonly Value[] {
  const single = managed("aws_iam_role_policy_attachment").map((each) => ({
    each,
    to: [value(each, "role")],
  }));
  const several = managed("aws_iam_policy_attachment").map((each) => ({
    each,
    to: listOf(value(each, "roles")),
  }));
  return [...single, ...several].flatMap(({ each, to }): readonly Value[] => {
    if (to.some((name) => textOf(name) === role)) return [value(each, "policy_arn")];
    const open = to.find((name) => name instanceof Open);
    return open instanceof Open ? [new Open(`what is attached to ${open.reason}`, "policy")] : [];
  });
}

/** Of a role that a data source reads only the trust policy is known. */
export function roleRead(resource: PlannedResource, { placeOf }: PlanReader): readonly DeclaredRole[] {
  const { address, values } = resource;
  const [arn, name] = [textOf(member(values, "arn")), textOf(member(values, "name"))];
  if (arn === undefined || name === undefined) return [];
  return [
    {
      id: address,
      placeOf: placeOf(resource),
      arn,
      name,
      tags: member(values, "tags"),
      trust: jsonIn(textOf(member(values, "assume_role_policy")) ?? ""),
      boundary: textOf(member(values, "permissions_boundary")) || undefined,
      inline: [],
      attached: [],
      unseen: `the policies of the role ${name}, which the plan only reads`,
    },
  ];
}
