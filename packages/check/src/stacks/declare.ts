/** What the resources of stacks make. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
import type {
  Declared,
  DeclaredDocument,
  DeclaredKey,
  DeclaredPolicy,
  DeclaredProject,
  DeclaredRole,
  DeclaredSecret,
  Place,
} from "../declared/declared.ts";
import { generatedName } from "../declared/names.ts";
import { listOf, member, Open, textOf, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import { exportsOf, namesOf, type Stack, type StackNames } from "./stack.ts";
import type { Resource } from "./template.ts";

/** A resource that is made in this world, with its properties worked out. */
interface Made {
  readonly resource: Resource;
  readonly stack: Stack;
  readonly names: StackNames;
  readonly properties: Value;
}

/** `texts` is all that the files write, for names that they may know. */
export function declareStacks(stacks: readonly Stack[], texts: string, choose: Choose): Declared {
  const exported = new Map<string, Value>();
  const imported = (name: string) =>
    exported.get(name) ?? new Open(`the export ${name} of another stack`, name);
  const named = stacks.map((stack) => ({ stack, names: namesOf(stack, choose, texts, imported) }));
  // Exports are worked out in order, so that one may import what another before it exports.
  for (const { stack, names } of named)
    for (const [name, value] of exportsOf(stack, names)) exported.set(name, value);
  const made = named.flatMap(({ stack, names }) =>
    [...stack.template.resources.values()]
      .filter((resource) => types.has(resource.type) && names.isMade(resource))
      .map((resource): Made => ({ resource, stack, names, properties: names.properties(resource) })),
  );
  const ofType = (type: string) => made.filter(({ resource }) => resource.type === type);
  return {
    projects: ofType("AWS::CodeBuild::Project").map(projectOf),
    roles: ofType("AWS::IAM::Role").map((role) => roleOf(role, made)),
    secrets: ofType("AWS::SecretsManager::Secret").flatMap((secret) => secretOf(secret, made)),
    keys: ofType("AWS::KMS::Key").map((key) => keyOf(key, made)),
    policies: ofType("AWS::IAM::ManagedPolicy").flatMap(documentOf),
    calledInFile: new Map(made.flatMap(calledInFile)),
  };
}

const types: ReadonlySet<string> = new Set([
  "AWS::CodeBuild::Project",
  "AWS::IAM::Role",
  "AWS::IAM::Policy",
  "AWS::IAM::RolePolicy",
  "AWS::IAM::ManagedPolicy",
  "AWS::SecretsManager::Secret",
  "AWS::SecretsManager::ResourcePolicy",
  "AWS::SecretsManager::RotationSchedule",
  "AWS::KMS::Key",
  "AWS::KMS::Alias",
]);

function placeIn({ resource, stack }: Made) {
  const { file, source } = stack.template;
  return (...path: (string | number)[]): Place => ({
    file,
    ...source.positionOf(["Resources", resource.id, ...(path.length > 0 ? ["Properties", ...path] : [])]),
  });
}

function projectOf(made: Made): DeclaredProject {
  const { resource, stack, names, properties } = made;
  const environment = member(properties, "Environment");
  const triggers = member(properties, "Triggers");
  return {
    id: resource.id,
    home: stack.home,
    name: nameFrom(names.ref(resource.id), resource.id),
    placeOf: placeIn(made),
    image: member(environment, "Image"),
    environmentType: member(environment, "Type"),
    pullType: member(environment, "ImagePullCredentialsType"),
    credential: member(member(environment, "RegistryCredential"), "Credential"),
    variables: listOf(member(environment, "EnvironmentVariables")).map((variable) => ({
      name: member(variable, "Name"),
      value: member(variable, "Value"),
      type: member(variable, "Type"),
    })),
    fleet: member(member(environment, "Fleet"), "FleetArn"),
    webhook: {
      buildType: member(triggers, "BuildType"),
      filters: listOf(member(triggers, "FilterGroups"))
        .flatMap(listOf)
        .map((filter) => ({
          type: member(filter, "Type"),
          pattern: member(filter, "Pattern"),
          exclude: member(filter, "ExcludeMatchedPattern"),
        })),
    },
    role: member(properties, "ServiceRole"),
    tags: member(properties, "Tags"),
  };
}

function nameFrom(name: Value, id: string): string {
  return name instanceof Open ? name.label : (textOf(name) ?? generatedName(id));
}

function roleOf(role: Made, all: readonly Made[]): DeclaredRole {
  const { resource, names, properties, stack } = role;
  const arn = names.attribute(resource.id, "Arn");
  const name = nameFrom(names.ref(resource.id), resource.id);
  const isThis = (reference: Value) => {
    const text = textOf(reference);
    return text === name || text === arn;
  };
  const isAttachedTo = (roles: Value) => listOf(roles).some(isThis);
  const inline = listOf(member(properties, "Policies")).map(
    (policy, index): DeclaredPolicy => ({
      name: nameFrom(member(policy, "PolicyName"), `policy-${index + 1}`),
      document: policy instanceof Open ? policy : member(policy, "PolicyDocument"),
    }),
  );
  const beside = all.flatMap((other): readonly DeclaredPolicy[] => {
    const { type, id } = other.resource;
    const roles =
      type === "AWS::IAM::Policy"
        ? member(other.properties, "Roles")
        : type === "AWS::IAM::RolePolicy"
          ? member(other.properties, "RoleName")
          : undefined;
    if (roles === undefined) return [];
    const maybe = listOf(roles).find((each) => each instanceof Open);
    if (!isAttachedTo(roles) && maybe === undefined) return [];
    const policy = {
      name: nameFrom(member(other.properties, "PolicyName"), id),
      document: member(other.properties, "PolicyDocument"),
    };
    return [isAttachedTo(roles) || !(maybe instanceof Open) ? policy : { ...policy, maybe: maybe.reason }];
  });
  const attaching = all
    .filter(({ resource: { type } }) => type === "AWS::IAM::ManagedPolicy")
    .flatMap((other): readonly Value[] => {
      const roles = member(other.properties, "Roles");
      if (isAttachedTo(roles)) return [other.names.ref(other.resource.id)];
      const open = listOf(roles).find((each) => each instanceof Open);
      return open instanceof Open ? [new Open(`what is attached to ${open.reason}`, "policy")] : [];
    });
  return {
    id: resource.id,
    placeOf: placeIn(role),
    arn: textOf(arn) ?? `arn:${stack.home.partition}:iam::${stack.home.account}:role/${name}`,
    name,
    tags: member(properties, "Tags"),
    trust: member(properties, "AssumeRolePolicyDocument"),
    boundary: member(properties, "PermissionsBoundary"),
    inline: [...inline, ...beside],
    attached: [...listOf(member(properties, "ManagedPolicyArns")), ...attaching],
  };
}

function secretOf(secret: Made, all: readonly Made[]): readonly DeclaredSecret[] {
  const { resource, names, properties, stack } = secret;
  const arn = names.ref(resource.id);
  const given = member(properties, "Name") ?? generatedName(resource.id);
  const name = given instanceof Open ? given.filled : textOf(given);
  if (typeof arn !== "string" || name === undefined) return [];
  const isThis = (reference: Value) => reference === arn || reference === name;
  const about = (type: string) =>
    all.filter((other) => other.resource.type === type && isThis(member(other.properties, "SecretId")));
  return [
    {
      id: resource.id,
      placeOf: placeIn(secret),
      home: stack.home,
      arn,
      name,
      tags: member(properties, "Tags"),
      key: member(properties, "KmsKeyId"),
      rotation: about("AWS::SecretsManager::RotationSchedule").length > 0,
      policies: [
        ...about("AWS::SecretsManager::ResourcePolicy").map((policy) =>
          member(policy.properties, "ResourcePolicy"),
        ),
        ...policiesOfOpenSecrets(all),
      ],
      replicas: listOf(member(properties, "ReplicaRegions")).map((replica) => member(replica, "Region")),
    },
  ];
}

/** A policy of a secret that only a parameter tells may be this one's. */
function policiesOfOpenSecrets(all: readonly Made[]): readonly Open[] {
  return all.flatMap(({ resource, properties }): readonly Open[] => {
    const secret = member(properties, "SecretId");
    const isOpen = resource.type === "AWS::SecretsManager::ResourcePolicy" && secret instanceof Open;
    return isOpen ? [new Open(`the policy of a secret: ${secret.reason}`, "policy")] : [];
  });
}

function keyOf(key: Made, all: readonly Made[]): DeclaredKey {
  const { resource, names, properties } = key;
  const arn = String(names.attribute(resource.id, "Arn"));
  const id = names.ref(resource.id);
  return {
    id: resource.id,
    placeOf: placeIn(key),
    arn,
    aliases: all
      .filter((other) => other.resource.type === "AWS::KMS::Alias")
      .filter(({ properties: alias }) => [arn, id].includes(member(alias, "TargetKeyId")))
      .map(({ properties: alias }) => member(alias, "AliasName")),
    policy: member(properties, "KeyPolicy"),
    enabled: member(properties, "Enabled"),
    spec: member(properties, "KeySpec"),
  };
}

function documentOf({ resource, names, properties }: Made): readonly DeclaredDocument[] {
  const arn = names.ref(resource.id);
  return typeof arn === "string" ? [{ arn, document: member(properties, "PolicyDocument") }] : [];
}

/** As `Fn::Sub` has it, so that what is proposed can stand in the template. */
function calledInFile({ resource, names }: Made): readonly (readonly [string, string])[] {
  const { id, type } = resource;
  if (type === "AWS::SecretsManager::Secret") return called(names.ref(id), `\${${id}}`);
  if (type === "AWS::IAM::Role" || type === "AWS::KMS::Key" || type === "AWS::CodeBuild::Project")
    return called(names.attribute(id, "Arn"), `\${${id}.Arn}`);
  return [];
}

function called(value: Value, name: string): readonly (readonly [string, string])[] {
  return typeof value === "string" ? [[value, name]] : [];
}
