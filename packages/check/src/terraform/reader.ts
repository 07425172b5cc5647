/** How what a plan makes is read, in one world: its values, its names and its ARNs. */
import type { Home, Place } from "../declared/declared.ts";
import { homeIn, type KnownHome, type Named } from "../declared/home.ts";
import { asName, generatedName, keyIdOf, secretArn, suffixOf } from "../declared/names.ts";
import { jsonIn, member, Open, textOf, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import type { PlannedResource, TerraformPlan } from "./plan.ts";
import { policyDocument } from "./policy-document.ts";
import { type AttributeOf, evaluated, plannedValue } from "./values.ts";

export interface PlanReader {
  /** Where what says nothing else is made. */
  readonly base: Home;
  /** All that the plan makes of a type. */
  readonly managed: (type: string) => readonly PlannedResource[];
  /** All that its data sources read of a type. */
  readonly read: (type: string) => readonly PlannedResource[];
  readonly value: (resource: PlannedResource, ...path: (string | number)[]) => Value;
  /** What it is called once it is there. */
  readonly attribute: AttributeOf;
  /** A policy as JSON, which references may lead to. */
  readonly document: (resource: PlannedResource, name: string) => Value;
  readonly nameOf: (resource: PlannedResource) => string;
  readonly homeOf: (resource: PlannedResource) => Home;
  readonly placeOf: (resource: PlannedResource) => (...path: (string | number)[]) => Place;
  /** What the plan calls the ARNs that were read: it grows while it is read. */
  readonly called: ReadonlyMap<string, string>;
}

export function readerOf(
  plan: TerraformPlan,
  known: KnownHome,
  named: Named,
  texts: string,
  choose: Choose,
): PlanReader {
  const resources = [...plan.resources.values()];
  const base = homeIn(
    { account: known.account ?? accountOf(resources), region: known.region ?? regionOf("aws", plan) },
    named,
    choose,
  );
  const called = new Map<string, string>();
  return {
    base,
    managed: (type) => resources.filter((each) => each.type === type && !each.isData),
    read: (type) => resources.filter((each) => each.type === type && each.isData),
    value,
    attribute,
    document,
    nameOf,
    homeOf,
    placeOf,
    called,
  };

  function value(resource: PlannedResource, ...path: (string | number)[]): Value {
    return plannedValue(plan, resource, path, attribute);
  }

  function homeOf(resource: PlannedResource): Home {
    const own = textOf(member(resource.values, "region")) ?? regionOf(resource.provider, plan);
    return own === undefined ? base : { ...base, region: own };
  }

  function placeOf({ address }: PlannedResource): (...path: (string | number)[]) => Place {
    return () => ({ file: plan.file, ...plan.positionOf(address) });
  }

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

  function document(resource: PlannedResource, name: string): Value {
    const written = value(resource, name);
    return typeof written === "string" ? jsonIn(written) : written;
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
