/** The secrets and the keys of a plan. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret */
import type { DeclaredKey, DeclaredSecret } from "../declared/declared.ts";
import { jsonIn, listOf, member, Open, textOf } from "../worlds/value.ts";
import type { PlannedResource } from "./plan.ts";
import type { PlanReader } from "./reader.ts";

export function secretOf(resource: PlannedResource, reader: PlanReader): DeclaredSecret {
  const { value, attribute, document, managed, nameOf, homeOf, placeOf } = reader;
  const arn = textOf(attribute(resource, "arn")) ?? "";
  const own = value(resource, "policy");
  const beside = managed("aws_secretsmanager_secret_policy").filter(
    (each) => textOf(value(each, "secret_arn")) === arn,
  );
  return {
    id: resource.address,
    placeOf: placeOf(resource),
    home: homeOf(resource),
    arn,
    name: nameOf(resource),
    tags: value(resource, "tags_all") ?? value(resource, "tags"),
    key: textOf(value(resource, "kms_key_id")) === "" ? undefined : value(resource, "kms_key_id"),
    rotation: managed("aws_secretsmanager_secret_rotation").some(
      (each) => textOf(value(each, "secret_id")) === arn,
    ),
    policies: [
      ...(own === undefined || own === "" ? [] : [own]),
      ...beside.map((each) => document(each, "policy")),
      ...policiesOfOpenSecrets(reader),
    ],
    replicas: listOf(member(resource.values, "replica")).map((replica) => member(replica, "region")),
  };
}

/** A policy of a secret that is known after apply may be this one's. */
function policiesOfOpenSecrets({ managed, value }: PlanReader): readonly Open[] {
  return managed("aws_secretsmanager_secret_policy").flatMap((policy): readonly Open[] => {
    const secret = value(policy, "secret_arn");
    return secret instanceof Open ? [new Open(`the policy of a secret: ${secret.reason}`, "policy")] : [];
  });
}

/** One that a data source read is there. */
export function secretRead(resource: PlannedResource, reader: PlanReader): readonly DeclaredSecret[] {
  const { base, placeOf } = reader;
  const { values, address } = resource;
  const [arn, name] = [textOf(member(values, "arn")), textOf(member(values, "name"))];
  const [, region, account] = /^arn:[^:]+:secretsmanager:([^:]+):(\d{12}):/.exec(arn ?? "") ?? [];
  if (arn === undefined || name === undefined || region === undefined || account === undefined) return [];
  const policy = textOf(member(values, "policy")) ?? "";
  return [
    {
      id: address,
      placeOf: placeOf(resource),
      home: { ...base, region, account },
      arn,
      name,
      tags: member(values, "tags"),
      key: textOf(member(values, "kms_key_id")) || undefined,
      rotation: member(values, "rotation_enabled") === true,
      policies: policy === "" ? [] : [jsonIn(policy)],
      replicas: [],
    },
  ];
}

export function keyOf(resource: PlannedResource, reader: PlanReader): DeclaredKey {
  const { value, attribute, document, managed, placeOf } = reader;
  const arn = textOf(attribute(resource, "arn")) ?? "";
  const id = textOf(attribute(resource, "key_id")) ?? "";
  const separate = managed("aws_kms_key_policy").find((each) =>
    [arn, id].includes(textOf(value(each, "key_id")) ?? ""),
  );
  const own = document(resource, "policy");
  return {
    id: resource.address,
    placeOf: placeOf(resource),
    arn,
    aliases: managed("aws_kms_alias")
      .filter((each) => [arn, id].includes(textOf(value(each, "target_key_id")) ?? ""))
      .map((each) => value(each, "name")),
    policy: separate === undefined ? (own === "" ? undefined : own) : document(separate, "policy"),
    enabled: value(resource, "is_enabled"),
    spec: value(resource, "customer_master_key_spec"),
  };
}
