/** What the resources of a plan make. https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
import type {
  Declared,
  DeclaredDocument,
  DeclaredKey,
  DeclaredPolicy,
  DeclaredProject,
  DeclaredRole,
  DeclaredSecret,
  Home,
  Place,
} from "../declared/declared.ts";
import { anyAccount, anyRegion, homeIn, type KnownHome, type Named } from "../declared/home.ts";
import { asName, generatedName, keyIdOf, secretArn, suffixOf } from "../declared/names.ts";
import { listOf, member, Open, textOf, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import type { PlannedResource, TerraformPlan } from "./plan.ts";
import { policyDocument } from "./policy-document.ts";
import { blocksOf, evaluated, plannedValue } from "./values.ts";

export const projectType = "aws_codebuild_project";

export function declarePlan(
  plan: TerraformPlan,
  known: KnownHome,
  named: Named,
  texts: string,
  choose: Choose,
): Declared {
  const resources = [...plan.resources.values()];
  const managed = (type: string) => resources.filter((each) => each.type === type && !each.isData);
  const base = homeIn(
    { account: known.account ?? accountOf(resources), region: known.region ?? regionOf("aws", plan) },
    named,
    choose,
  );
  const value = (resource: PlannedResource, ...path: (string | number)[]) =>
    plannedValue(plan, resource, path, attribute);
  const called = new Map<string, string>();

  const roles = managed("aws_iam_role").map(roleOf);
  return {
    projects: managed(projectType).map(projectOf),
    roles: [
      ...roles,
      ...resources.filter(({ type, isData }) => type === "aws_iam_role" && isData).flatMap(roleRead),
    ],
    secrets: [
      ...managed("aws_secretsmanager_secret").map(secretOf),
      ...resources
        .filter(({ type, isData }) => type === "aws_secretsmanager_secret" && isData)
        .flatMap(secretRead),
    ],
    keys: managed("aws_kms_key").map(keyOf),
    policies: managed("aws_iam_policy").flatMap((policy): readonly DeclaredDocument[] => {
      const arn = textOf(attribute(policy, "arn"));
      return arn === undefined ? [] : [{ arn, document: document(policy, "policy") }];
    }),
    calledInFile: new Map([
      ...called,
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: Terraform's own
      [anyAccount, "${data.aws_caller_identity.current.account_id}"],
      [anyRegion, "${data.aws_region.current.region}"],
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: Terraform's own
    ]),
  };

  function homeOf(resource: PlannedResource): Home {
    const own = textOf(member(resource.values, "region")) ?? regionOf(resource.provider, plan);
    return own === undefined ? base : { ...base, region: own };
  }

  function placeOf({ address }: PlannedResource): (...path: (string | number)[]) => Place {
    return () => ({ file: plan.file, ...plan.positionOf(address) });
  }

  /** What it is called once it is there. */
  function attribute(resource: PlannedResource, name: string): Value {
    const { type, address } = resource;
    const written = member(resource.values, name);
    if (written !== undefined && written !== null) return written;
    const arn = () => {
      const text = arnOf(resource);
      if (text !== undefined) called.set(text, `\${${address}.arn}`);
      return text;
    };
    switch (`${type} ${name}`) {
      case "aws_iam_role id":
      case "aws_iam_role name":
        return nameOf(resource);
      case "aws_secretsmanager_secret id":
      case "aws_iam_policy id":
        return arn();
      case "aws_secretsmanager_secret name":
        return nameOf(resource);
      case "aws_kms_key key_id":
      case "aws_kms_key id":
        return keyIdOf(address);
      case "aws_kms_alias target_key_arn":
        return undefined;
      case "aws_ecr_repository repository_url": {
        const { account, region } = homeOf(resource);
        return `${account}.dkr.ecr.${region}.amazonaws.com/${textOf(nameOf(resource)) ?? "repository"}`;
      }
      case "aws_iam_policy_document json":
        return policyDocument(plan, resource, attribute);
      default:
        return name === "arn" ? arn() : undefined;
    }
  }

  function nameOf(resource: PlannedResource): string {
    const given = value(resource, "name");
    if (given instanceof Open) return given.filled;
    return textOf(given) ?? generatedName(resource.address);
  }

  function arnOf(resource: PlannedResource): string | undefined {
    const { account, region, partition } = homeOf(resource);
    const name = nameOf(resource);
    switch (resource.type) {
      case "aws_iam_role":
      case "aws_iam_policy": {
        const kind = resource.type === "aws_iam_role" ? "role" : "policy";
        return `arn:${partition}:iam::${account}:${kind}${textOf(value(resource, "path")) ?? "/"}${name}`;
      }
      case "aws_secretsmanager_secret":
        return secretArn(homeOf(resource), name, suffixOf(name, texts, choose));
      case "aws_kms_key":
        return `arn:${partition}:kms:${region}:${account}:key/${keyIdOf(resource.address)}`;
      default: {
        // Other things of AWS's are neither a secret nor a key; what such data sources give is open.
        const service = /^aws_([a-z0-9]+)/.exec(resource.type)?.[1];
        const isOther =
          service !== undefined && !resource.isData && !/^(?:kms|secretsmanager|ssm)$/.test(service);
        return isOther
          ? `arn:${partition}:${service}:${region}:${account}:${asName(resource.address)}`
          : undefined;
      }
    }
  }

  /** A policy as JSON, which references may lead to. */
  function document(resource: PlannedResource, name: string): Value {
    const written = value(resource, name);
    if (typeof written !== "string") return written;
    try {
      return JSON.parse(written);
    } catch {
      return written;
    }
  }

  function projectOf(resource: PlannedResource): DeclaredProject {
    const environment = (...path: (string | number)[]) => value(resource, "environment", 0, ...path);
    const block = member(listOf(member(resource.values, "environment"))[0], "environment_variable");
    const written = member(listOf(member(resource.configuration, "environment"))[0], "environment_variable");
    const variables = listOf(block).length > 0 ? listOf(block) : listOf(written);
    const secret = secretReferencedBy(resource);
    return {
      id: resource.address,
      home: homeOf(resource),
      placeOf: placeOf(resource),
      name: nameOf(resource),
      image: environment("image"),
      environmentType: environment("type"),
      pullType: environment("image_pull_credentials_type") ?? "CODEBUILD",
      credential: environment("registry_credential", 0, "credential"),
      ...(secret !== undefined && { meansSecret: secret }),
      variables: variables.map((_, index) => ({
        name: environment("environment_variable", index, "name"),
        value: environment("environment_variable", index, "value"),
        type: environment("environment_variable", index, "type"),
      })),
      fleet: environment("fleet", 0, "fleet_arn"),
      webhook: webhookOf(resource),
      role: value(resource, "service_role"),
      tags: value(resource, "tags_all") ?? value(resource, "tags"),
    };
  }

  /** The address of the secret whose attribute the credential is. */
  function secretReferencedBy(resource: PlannedResource): string | undefined {
    const environment = listOf(member(resource.configuration, "environment"))[0];
    const credential = member(listOf(member(environment, "registry_credential"))[0], "credential");
    const references = listOf(member(credential, "references")).flatMap((each) => textOf(each) ?? []);
    const names = references.flatMap(
      (each) => /^(aws_secretsmanager_secret\.[\w-]+)\.\w+$/.exec(each)?.[1] ?? [],
    );
    const [name] = names;
    return managed("aws_secretsmanager_secret").find((each) => each.configAddress === name)?.address;
  }

  function webhookOf(resource: PlannedResource): DeclaredProject["webhook"] {
    const webhook = managed("aws_codebuild_webhook").find(
      (each) => textOf(value(each, "project_name")) === nameOf(resource),
    );
    if (webhook === undefined) return { buildType: undefined, filters: [] };
    const groups = listOf(member(webhook.values, "filter_group"));
    const filters = groups.flatMap((group) => listOf(member(group, "filter")));
    return {
      buildType: member(webhook.values, "build_type"),
      filters: filters.map((filter) => ({
        type: member(filter, "type"),
        pattern: member(filter, "pattern"),
        exclude: member(filter, "exclude_matched_pattern"),
      })),
    };
  }

  function roleOf(resource: PlannedResource): DeclaredRole {
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
      inline: [...inlineBlocks(resource), ...policiesOf(name)],
      attached: [...listOf(member(resource.values, "managed_policy_arns")), ...attachedTo(name)],
    };
  }

  function inlineBlocks(resource: PlannedResource): readonly DeclaredPolicy[] {
    return Array.from({ length: blocksOf(resource, "inline_policy") }, (_, index) => {
      const written = value(resource, "inline_policy", index, "policy");
      const text = typeof written === "string" ? parsed(written) : written;
      return {
        name: textOf(value(resource, "inline_policy", index, "name")) ?? `inline ${index + 1}`,
        document: text,
      };
    }).filter(({ document: written }) => written !== undefined);
  }

  function policiesOf(role: string): readonly DeclaredPolicy[] {
    return managed("aws_iam_role_policy").flatMap((policy): readonly DeclaredPolicy[] => {
      const on = value(policy, "role");
      const named = { name: nameOf(policy), document: document(policy, "policy") };
      if (on instanceof Open) return [{ ...named, maybe: on.reason }];
      return textOf(on) === role ? [named] : [];
    });
  }

  function attachedTo(role: string): readonly Value[] {
    const single = managed("aws_iam_role_policy_attachment").filter(
      (each) => textOf(value(each, "role")) === role,
    );
    const several = managed("aws_iam_policy_attachment").filter((each) =>
      listOf(value(each, "roles")).some((name) => textOf(name) === role),
    );
    return [...single, ...several].map((each) => value(each, "policy_arn"));
  }

  /** Of a role that a data source reads only the trust policy is known. */
  function roleRead({ address, values, ...resource }: PlannedResource): readonly DeclaredRole[] {
    const [arn, name] = [textOf(member(values, "arn")), textOf(member(values, "name"))];
    if (arn === undefined || name === undefined) return [];
    return [
      {
        id: address,
        placeOf: placeOf({ address, values, ...resource }),
        arn,
        name,
        tags: member(values, "tags"),
        trust: parsed(textOf(member(values, "assume_role_policy")) ?? ""),
        boundary: textOf(member(values, "permissions_boundary")) || undefined,
        inline: [],
        attached: [],
        unseen: `the policies of the role ${name}, which the plan only reads`,
      },
    ];
  }

  function secretOf(resource: PlannedResource): DeclaredSecret {
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
      ],
      replicas: listOf(member(resource.values, "replica")).map((replica) => member(replica, "region")),
    };
  }

  /** One that a data source read is there. */
  function secretRead(resource: PlannedResource): readonly DeclaredSecret[] {
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
        policies: policy === "" ? [] : [parsed(policy)],
        replicas: [],
      },
    ];
  }

  function keyOf(resource: PlannedResource): DeclaredKey {
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
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function accountOf(resources: readonly PlannedResource[]): string | undefined {
  const identity = resources.find(({ type }) => type === "aws_caller_identity");
  return textOf(member(identity?.values, "account_id"));
}

function regionOf(provider: string, plan: TerraformPlan): string | undefined {
  const expression = member(member(member(plan.providers, provider), "expressions"), "region");
  const region = textOf(evaluated(plan, expression, [], undefined, () => undefined, 0));
  return region !== undefined && /^[a-z]+(?:-[a-z]+)+-\d+$/.test(region) ? region : undefined;
}
