/**
 * The account as the files leave it, for core's own `observe`: what they make is read from them, and of what they only
 * name nobody knows more, unless somebody looks it up.
 */
import { AwsFailure, arnParts, type Project, parseRoleArn, type Reads, type Secret } from "@pullpass/core";
import {
  InvalidArn,
  type Key,
  parseKeyArn,
  parseSecretArn,
  parseSecretReference,
} from "@pullpass/core/parts";
import { isFilled, Open, textOf, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import { closedPolicy, type PolicyUse } from "./close.ts";
import type { Declared, DeclaredKey, DeclaredProject, DeclaredRole, DeclaredSecret } from "./declared.ts";
import { suffixOf } from "./names.ts";
import { tagsFrom } from "./tags.ts";

/** What only a look into the account would tell: `observe` takes it for unknown, with this as its reason. */
class OnlyNamed extends AwsFailure {
  constructor(what: string, reason: string) {
    super("OnlyNamed", "is only named", { call: "check", resource: what }, undefined);
    this.message = reason;
  }
}

export interface Surroundings {
  /** All that the files write. */
  readonly texts: string;
  /** The text of a managed policy of AWS's own; `undefined` for one that is not known. */
  readonly awsPolicy: (arn: string) => string | undefined;
  /** The account itself, where somebody looks; it is asked for what the files only name. */
  readonly account?: Pick<Reads, "secrets" | "keys" | "roles" | "organization">;
  /** ISO 8601. */
  readonly now: string;
}

/** The files and what is around them, in one world. */
export interface InWorld {
  readonly declared: Declared;
  readonly project: Project;
  readonly meant: DeclaredProject;
  readonly around: Surroundings;
  readonly choose: Choose;
}

export function portsFor(world: InWorld): Reads {
  const { declared, project, around } = world;
  const { account } = around;
  return {
    projects: { read: async () => [project] },
    secrets: {
      async describe(region, reference) {
        try {
          return await describeSecret(region, reference, world);
        } catch (error) {
          if (error instanceof InvalidArn)
            throw new OnlyNamed(reference, `the secret ${reference}: ${error.message}`);
          throw error;
        }
      },
      async resourcePolicy(arn) {
        const secret = declared.secrets.find((each) => each.arn === arn);
        if (secret === undefined) return account?.secrets.resourcePolicy(arn);
        const [policy] = secret.policies;
        return policy === undefined ? undefined : policyText(policy, world, { AWS: project.role });
      },
      async currentKeys(arn) {
        const isOurs = declared.secrets.some((each) => each.arn === arn);
        return isOurs ? undefined : account?.secrets.currentKeys(arn);
      },
      ...(account?.secrets.names && { names: account.secrets.names }),
    },
    keys: {
      async describe(region, id) {
        const key = keyBy(id, declared);
        if (key !== undefined) return describedKey(key, world);
        if (account !== undefined) return account.keys.describe(region, id);
        throw new OnlyNamed(id, `the key ${id} is not in the files`);
      },
      async policy(region, id) {
        const key = keyBy(id, declared);
        if (key === undefined) return account?.keys.policy(region, id);
        const { policy = defaultKeyPolicy(project) } = key;
        return policyText(policy, world, { AWS: project.role });
      },
      grants: async (arn) => (isDeclaredKey(arn, declared) ? [] : (account?.keys.grants(arn) ?? [])),
      aliases: async (arn) => {
        const key = keyBy(arn, declared);
        return key === undefined
          ? (account?.keys.aliases(arn) ?? [])
          : key.aliases.flatMap((alias) => textOf(alias) ?? []);
      },
      tags: async (arn) => (isDeclaredKey(arn, declared) ? {} : (account?.keys.tags(arn) ?? {})),
    },
    roles: rolesOf(world),
    ledger: {
      grants: async () => [],
      driftRounds: async () => new Map(),
      policyWritten: async () => undefined,
    },
    ...(account?.organization && { organization: account.organization }),
    clock: { now: () => new Date(around.now) },
  };
}

function rolesOf(world: InWorld): Reads["roles"] {
  const { declared, around, project } = world;
  const { account, awsPolicy } = around;
  const declaredRole = (name: string) =>
    declared.roles.find((role) => role.name === name && role.arn === project.role);
  const documentOf = async (arn: Value): Promise<string | undefined> => {
    const text = textOf(arn);
    const made = declared.policies.find((policy) => policy.arn === text);
    if (made !== undefined) return policyText(made.document, world, undefined);
    const known = text === undefined ? undefined : awsPolicy(text);
    if (known !== undefined) return known;
    if (account !== undefined && text !== undefined) return account.roles.managedPolicy(text);
    const open =
      arn instanceof Open ? arn : new Open(`the policy ${text}, which is not in the files`, "policy");
    const deniesToo = text === undefined || !/^arn:[^:]+:iam::aws:policy\//.test(text);
    return JSON.stringify(closedPolicy(open, { principal: undefined, deniesToo }, world.choose));
  };
  const missing = (name: string) =>
    new OnlyNamed(name, `${roleReason(world) ?? `the role ${name}, which is not in the files`}`);

  return {
    async read(name) {
      const role = declaredRole(name);
      if (role === undefined) {
        if (account !== undefined && !isFilled(name)) return account.roles.read(name);
        throw missing(name);
      }
      const { boundary } = role;
      return {
        arn: parseRoleArn(role.arn),
        name: role.name,
        tags: tagsFrom(role.tags),
        id: undefined,
        trust: policyText(role.trust, world, { Service: "codebuild.amazonaws.com" }),
        boundaryArn: boundary === undefined ? undefined : (textOf(boundary) ?? openBoundary),
      };
    },
    async inlinePolicies(name) {
      const role = declaredRole(name);
      if (role === undefined) {
        if (account !== undefined && !isFilled(name)) return account.roles.inlinePolicies(name);
        throw missing(name);
      }
      return inlineOf(role, world);
    },
    async managedPolicies(name) {
      const role = declaredRole(name);
      if (role === undefined) {
        if (account !== undefined && !isFilled(name)) return account.roles.managedPolicies(name);
        throw missing(name);
      }
      const texts = new Map<string, string>();
      for (const [index, arn] of role.attached.entries()) {
        const text = await documentOf(arn);
        if (text !== undefined) texts.set(textOf(arn) ?? `attached policy ${index + 1}`, text);
      }
      return texts;
    },
    async managedPolicy(arn) {
      const role = declared.roles.find((each) => each.arn === project.role);
      return documentOf(arn === openBoundary && role !== undefined ? role.boundary : arn);
    },
  };
}

/** Stands for a boundary of which the ARN is open. */
const openBoundary = "open boundary";

function roleReason({ meant }: InWorld): string | undefined {
  return meant.role instanceof Open ? meant.role.reason : undefined;
}

function inlineOf(role: DeclaredRole, world: InWorld): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { name, document, maybe } of role.inline) {
    const use = { principal: undefined, deniesToo: true };
    const isThere = maybe === undefined || world.choose({ key: "policies", ways: 2, reason: maybe }) === 0;
    if (isThere) texts.set(name, JSON.stringify(closedPolicy(document, use, world.choose)));
  }
  if (role.unseen !== undefined) {
    const open = new Open(role.unseen, "policies");
    const use = { principal: undefined, deniesToo: true };
    texts.set("other policies", JSON.stringify(closedPolicy(open, use, world.choose)));
  }
  return texts;
}

/** A policy of a resource, or of one that the role has where there is no principal. */
function policyText(document: Value, { choose }: InWorld, principal: PolicyUse["principal"]): string {
  const written = typeof document === "string" ? parsed(document) : document;
  return JSON.stringify(closedPolicy(written, { principal, deniesToo: true }, choose)) ?? "null";
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy({ role }: Project): Value {
  const { partition, account } = arnParts(role);
  const principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "kms:*", Resource: "*" }],
  };
}

async function describeSecret(
  region: string,
  reference: string,
  world: InWorld,
): Promise<Secret | undefined> {
  const { declared, around, meant, choose, project } = world;
  const found = declared.secrets.find((secret) => isNamedBy(secret, region, reference));
  if (found !== undefined) {
    mindOpenName(found, world);
    return described(found, region, world);
  }
  // The file means one that it makes elsewhere, and CodeBuild looks here.
  const means = meant.meansSecret;
  if (means !== undefined && declared.secrets.some(({ id, name }) => id === means && name === reference))
    return undefined;
  if (around.account !== undefined && !isFilled(reference))
    return around.account.secrets.describe(region, reference);
  const { credential } = meant;
  const reason =
    credential instanceof Open ? credential.reason : `the secret ${reference}, which is not in the files`;
  const isAsked = parseSecretReference(reference) !== undefined && !(credential instanceof Open);
  const question = { key: "only the files", ways: 2, reason, isQuestion: true } as const;
  if (isAsked && choose(question) === 1) {
    const name = reference.startsWith("arn:") ? reference.replace(/^.*:secret:/, "") : reference;
    const arn =
      /-[A-Za-z0-9]{6}$/.test(name) && reference.startsWith("arn:")
        ? reference
        : `arn:${arnParts(project.role).partition}:secretsmanager:${region}:${project.account}:secret:${name}-${suffixOf(name, around.texts, choose)}`;
    return {
      ...nothingMore,
      arn: parseSecretArn(arn),
      name,
      account: project.account,
      region,
      tags: {},
      keyId: undefined,
      rotation: false,
    };
  }
  throw new OnlyNamed(reference, reason);
}

/** A policy that names a secret by a name of its own may mean one whose name is open. */
function mindOpenName(secret: DeclaredSecret, { around, choose }: InWorld): void {
  if (!isFilled(secret.name) || !/:secret:[A-Za-z0-9/_+=.@!-]/.test(around.texts)) return;
  const reason = `the name of the secret ${secret.id}`;
  if (choose({ key: `name ${secret.id}`, ways: 2, reason }) === 1) throw new OnlyNamed(secret.id, reason);
}

const nothingMore = {
  deletion: "none",
  owningService: undefined,
  hasValue: "unknown",
  primaryRegion: undefined,
} as const;

function isNamedBy(secret: DeclaredSecret, region: string, reference: string): boolean {
  const isHere =
    secret.home.region === region || secret.replicas.some((replica) => textOf(replica) === region);
  if (!isHere) return false;
  const arn = arnIn(secret, region);
  return reference === secret.name || reference === arn || arn.slice(0, -suffixLength) === reference;
}

/** A hyphen, and six characters. */
const suffixLength = 7;

/** That of its copy has the other Region. https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html */
function arnIn({ arn, home }: DeclaredSecret, region: string): string {
  return arn.replace(`:${home.region}:`, `:${region}:`);
}

function described(secret: DeclaredSecret, region: string, { project }: InWorld): Secret {
  const { key, home, name, rotation } = secret;
  return {
    ...nothingMore,
    arn: parseSecretArn(arnIn(secret, region)),
    name,
    account: home.account === "" ? project.account : home.account,
    region,
    tags: tagsFrom(secret.tags),
    keyId: key instanceof Open ? key.filled : textOf(key),
    rotation,
    primaryRegion: region === home.region ? undefined : home.region,
  };
}

function keyBy(id: string, { keys }: Declared): DeclaredKey | undefined {
  return keys.find(({ arn, aliases }) => {
    const names = aliases.flatMap((alias) => textOf(alias) ?? []);
    return (
      arn === id || arn.endsWith(`:key/${id}`) || names.some((name) => id === name || id.endsWith(`:${name}`))
    );
  });
}

function isDeclaredKey(arn: string, declared: Declared): boolean {
  return keyBy(arn, declared) !== undefined;
}

function describedKey({ arn, enabled, spec }: DeclaredKey, { project }: InWorld): Key {
  return {
    arn: parseKeyArn(arn),
    account: project.account,
    manager: "CUSTOMER",
    state: enabled === false || enabled === "false" ? "Disabled" : "Enabled",
    spec: textOf(spec) ?? "SYMMETRIC_DEFAULT",
  };
}
