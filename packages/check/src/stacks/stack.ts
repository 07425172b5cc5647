/** A stack in one world: what the names in its template stand for. */
import type { Home } from "../declared/declared.ts";
import { asName, generatedName, keyIdOf, secretArn, suffixOf } from "../declared/names.ts";
import { isObject, joinedText, listOf, member, Open, textOf, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import { holds, type Names, resolve } from "./resolve.ts";
import type { Resource, Template } from "./template.ts";

export interface Stack {
  readonly template: Template;
  readonly name: string;
  readonly home: Home;
  /** Values for parameters, which count before the defaults. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface StackNames extends Names {
  /** The resource's properties, worked out. */
  readonly properties: (resource: Resource) => Value;
  /** Whether it is made: open where the condition is. */
  readonly isMade: (resource: Resource) => boolean;
}

/** `imported` is what the other stacks export. */
export function namesOf(
  stack: Stack,
  choose: Choose,
  texts: string,
  imported: (name: string) => Value,
): StackNames {
  const { template, home } = stack;
  const { account, region, partition } = home;
  const worked = new Map<string, Value>();
  const conditions = new Map<string, boolean>();
  const names: StackNames = {
    ref(name) {
      if (name.startsWith("AWS::")) return pseudo(name);
      const parameter = template.parameters[name];
      if (parameter !== undefined) return parameterValue(name, parameter);
      const resource = template.resources.get(name);
      return resource === undefined ? undefinedName(name) : referenceTo(resource);
    },
    attribute(name, attribute) {
      const resource = template.resources.get(name);
      return resource === undefined ? undefinedName(name) : attributeOf(resource, attribute);
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      const held = holds(template.conditions[name], names);
      const is = held instanceof Open ? choose(openCondition(name, held)) === 0 : held;
      conditions.set(name, is);
      return is;
    },
    mapping(map, top, second) {
      return member(member(member(template.mappings, map), top), second);
    },
    imported,
    properties(resource) {
      const before = worked.get(resource.id);
      if (before !== undefined) return before;
      // While it is worked out: what refers to itself is open, and never ends nothing.
      worked.set(resource.id, {});
      const value = resolve(resource.properties, names);
      worked.set(resource.id, value);
      return value;
    },
    isMade({ condition }) {
      return condition === undefined || names.condition(condition);
    },
  };
  return names;

  function openCondition(name: string, { reason }: Open) {
    return {
      key: `condition ${template.file} ${name}`,
      ways: 2,
      reason: `the condition ${name} (${reason})`,
    };
  }

  function pseudo(name: string): Value {
    switch (name) {
      case "AWS::AccountId":
        return account;
      case "AWS::Region":
        return region;
      case "AWS::Partition":
        return partition;
      case "AWS::URLSuffix":
        return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
      case "AWS::StackName":
        return stack.name;
      case "AWS::NoValue":
        return undefined;
      default:
        return new Open(name, name);
    }
  }

  /** The default of a parameter that is read from SSM is a name there, and no value. */
  function parameterValue(name: string, parameter: Value): Value {
    const given = stack.parameters[name];
    if (given !== undefined) return given;
    const type = textOf(member(parameter, "Type")) ?? "String";
    if (type.startsWith("AWS::SSM::Parameter::Value"))
      return new Open(`the parameter ${name}, which is read from SSM`, name);
    const written = member(parameter, "Default");
    const text = textOf(written);
    if (text !== undefined) return /^(?:CommaDelimitedList|List<)/.test(type) ? text.split(",") : text;
    const allowed = listOf(member(parameter, "AllowedValues")).flatMap((each) => textOf(each) ?? []);
    if (allowed.length > 0 && allowed.length <= allowedMax) {
      const reason = `the parameter ${name}, which has no default`;
      return allowed[choose({ key: `parameter ${template.file} ${name}`, ways: allowed.length, reason })];
    }
    const isHidden = String(member(parameter, "NoEcho")) === "true";
    return new Open(`the parameter ${name}, which has no default`, name, { isHidden });
  }

  function undefinedName(name: string): Value {
    return new Open(`${name}, which the template does not define`, name);
  }

  function referenceTo(resource: Resource): Value {
    switch (resource.type) {
      case "AWS::IAM::Role":
      case "AWS::ECR::Repository":
      case "AWS::CodeBuild::Project":
        return nameOf(resource);
      case "AWS::IAM::ManagedPolicy":
      case "AWS::SecretsManager::Secret":
        return arnOf(resource);
      case "AWS::KMS::Key":
        return keyIdOf(resource.id);
      case "AWS::KMS::Alias":
        return member(names.properties(resource), "AliasName");
      default:
        return isOfAws(resource) ? generatedName(resource.id) : madeByOthers(resource);
    }
  }

  function attributeOf(resource: Resource, attribute: string): Value {
    const { type } = resource;
    if (type === "AWS::ECR::Repository" && attribute === "RepositoryUri") {
      const host = `${account}.dkr.ecr.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}/`;
      return joinedText([host, nameOf(resource)], "");
    }
    if (type === "AWS::KMS::Key" && attribute === "KeyId") return keyIdOf(resource.id);
    if (type === "AWS::SecretsManager::Secret" && attribute === "Id") return arnOf(resource);
    if (type === "AWS::IAM::ManagedPolicy" && attribute === "PolicyArn") return arnOf(resource);
    if (attribute === "Arn" && (isOfAws(resource) || isKnown(resource))) return arnOf(resource);
    return isOfAws(resource) ? generatedName(`${resource.id}-${attribute}`) : madeByOthers(resource);
  }

  function nameOf(resource: Resource): Value {
    const given = member(names.properties(resource), nameMembers[resource.type] ?? "Name");
    return given instanceof Open ? given.filled : (given ?? generatedName(resource.id));
  }

  function arnOf(resource: Resource): Value {
    const { type, id } = resource;
    switch (type) {
      case "AWS::IAM::Role":
      case "AWS::IAM::ManagedPolicy": {
        const kind = type === "AWS::IAM::Role" ? "role" : "policy";
        const path = member(names.properties(resource), "Path") ?? "/";
        const at = path instanceof Open ? "/" : path;
        return joinedText([`arn:${partition}:iam::${account}:${kind}`, at, nameOf(resource)], "");
      }
      case "AWS::SecretsManager::Secret": {
        const name = textOf(nameOf(resource)) ?? asName(id);
        return secretArn(home, name, suffixOf(name, texts, choose));
      }
      case "AWS::KMS::Key":
        return `arn:${partition}:kms:${region}:${account}:key/${keyIdOf(id)}`;
      case "AWS::CodeBuild::Project":
        return joinedText([`arn:${partition}:codebuild:${region}:${account}:project/`, nameOf(resource)], "");
      default: {
        const service = (type.split("::")[1] ?? "").toLowerCase();
        return `arn:${partition}:${service}:${region}:${account}:${generatedName(id)}`;
      }
    }
  }
}

const nameMembers: Readonly<Record<string, string>> = {
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::ECR::Repository": "RepositoryName",
};

/** More values than that are seldom alternatives that were thought of. */
const allowedMax = 5;

/** A resource of AWS's own that is neither a secret nor a key: no ARN of it opens either. */
function isOfAws({ type }: Resource): boolean {
  return /^AWS::(?!CloudFormation::|SecretsManager::|KMS::|SSM::|ServiceCatalog::|Serverless::|Proton::)/.test(
    type,
  );
}

function isKnown({ type }: Resource): boolean {
  return type === "AWS::SecretsManager::Secret" || type === "AWS::KMS::Key";
}

function madeByOthers({ id, type }: Resource): Open {
  return new Open(`what the resource ${id} (${type}) gives`, id);
}

/** What the template's outputs export, by name. */
export function exportsOf({ template }: Stack, names: Names): ReadonlyMap<string, Value> {
  return new Map(
    Object.values(template.outputs).flatMap((output): readonly (readonly [string, Value])[] => {
      const name = isObject(output) ? resolve(member(member(output, "Export"), "Name"), names) : undefined;
      return typeof name === "string" ? [[name, resolve(member(output, "Value"), names)]] : [];
    }),
  );
}
