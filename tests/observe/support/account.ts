/** An account in memory behind the ports: what is not put in is not there, and any call can be made to fail. */
import type { KeyGrant } from "../../../packages/access/src/index.ts";
import { AccessDenied, type AwsFailure, Throttled } from "../../../packages/core/src/errors.ts";
import {
  arnParts,
  type KeyArn,
  parseArn,
  parseKeyArn,
  parseProjectArn,
  parseRoleArn,
  parseSecretArn,
  type SecretArn,
} from "../../../packages/core/src/model/arn.ts";
import type { RecordedGrant } from "../../../packages/core/src/model/change.ts";
import { maskCredential } from "../../../packages/core/src/model/credential.ts";
import type { Project } from "../../../packages/core/src/model/project.ts";
import type { ProjectUse, Used } from "../../../packages/core/src/model/project-use.ts";
import type { Key, Secret } from "../../../packages/core/src/model/secret.ts";
import type { Tags } from "../../../packages/core/src/model/tags.ts";
import type { Work } from "../../../packages/core/src/model/work.ts";
import { listedKeyUses } from "../../../packages/core/src/observe/listed-key-uses.ts";
import type {
  Keys,
  OpenFinding,
  PolicyHolders,
  Projects,
  RoleRecord,
  Roles,
  Secrets,
} from "../../../packages/core/src/ports.ts";

export const accountId = "111122223333";
export const home = "eu-central-1";
export const away = "us-east-1";
export const role = parseRoleArn(`arn:aws:iam::${accountId}:role/service-role/web-build`);
export const now = "2026-03-01T12:00:00.000Z";
export const settings = {
  account: accountId,
  region: home,
  regions: [home, away],
  tagPrefix: "pullpass/",
  policyName: "pullpass",
};

/** `DescribeSecret registry/hub in us-east-1`: the call without its service, and what it is about. */
type Failing = Readonly<Record<string, Failure>>;
/** `shut`: by the policy on the thing itself. */
type Failure = "denied" | "shut" | "throttled";

export interface Contents {
  readonly projects?: readonly Project[];
  readonly secrets?: readonly Secret[];
  readonly resourcePolicies?: Readonly<Record<string, string>>;
  /** What the version labelled AWSCURRENT is encrypted under; of others nothing is told. */
  readonly currentKeys?: Readonly<Record<string, readonly string[]>>;
  readonly keys?: readonly Key[];
  readonly aliases?: Readonly<Record<string, KeyArn>>;
  readonly keyPolicies?: Readonly<Record<string, string>>;
  readonly keyGrants?: Readonly<Record<string, readonly KeyGrant[]>>;
  readonly keyTags?: Readonly<Record<string, Tags>>;
  readonly roles?: readonly RoleRecord[];
  readonly inlinePolicies?: Readonly<Record<string, string>>;
  readonly managedPolicies?: Readonly<Record<string, string>>;
  readonly policies?: Readonly<Record<string, string>>;
  /** What the ledger's index has; of keys, beside what the secrets say. */
  readonly uses?: readonly ProjectUse[];
  /** Has a sweep made the ledger's index of secrets? Then it has those of `uses` alone. */
  readonly hasUses?: boolean;
  /** Names of roles by the policy's ARN. */
  readonly rolesWithPolicy?: Readonly<Record<string, readonly string[]>>;
  readonly grants?: readonly RecordedGrant[];
  readonly openFindings?: readonly OpenFinding[];
  readonly failing?: Failing;
}

/** The read ports of one account; `calls` are what it was asked, in order. */
export function memoryAccount(contents: Contents) {
  const { secrets = [], keys = [], roles = [], failing = {}, aliases = {} } = contents;
  const calls: string[] = [];
  const ask = (call: string, resource: string) => {
    calls.push(`${call} ${resource}`);
    const failure = failing[`${call} ${resource}`] ?? failing[call];
    if (failure !== undefined) throw failureOf(failure, call, resource);
  };
  const resolves = (secret: Secret, region: string, reference: string) => {
    const place = parseArn(reference)?.region ?? region;
    const partial = secret.arn.slice(0, -7);
    return secret.region === place && [secret.arn as string, partial, secret.name].includes(reference);
  };

  const projectsPort: Pick<Projects, "read" | "list"> = {
    async read(region, names) {
      ask("BatchGetProjects", region);
      return (contents.projects ?? []).filter((each) => each.region === region && names.includes(each.name));
    },
    async *list(region) {
      ask("ListProjects", region);
      const names = (contents.projects ?? [])
        .filter((each) => each.region === region)
        .map(({ name }) => name);
      for (let at = 0; at < names.length; at += 2) yield names.slice(at, at + 2);
    },
  };
  const secretsPort: Secrets = {
    async describe(region, reference) {
      ask("DescribeSecret", `${reference} in ${region}`);
      return secrets.find((secret) => resolves(secret, region, reference));
    },
    async resourcePolicy(arn) {
      ask("GetResourcePolicy", arn);
      return contents.resourcePolicies?.[arn];
    },
    async currentKeys(arn) {
      ask("ListSecretVersionIds", arn);
      return contents.currentKeys?.[arn];
    },
  };
  const keysPort: Keys = {
    async describe(region, key) {
      ask("DescribeKey", `${key} in ${region}`);
      const arn = aliases[key];
      return keys.find((each) => [each.arn, each.arn.split("/")[1]].includes(arn ?? (key as KeyArn)));
    },
    async policy(region, key) {
      ask("GetKeyPolicy", `${key} in ${region}`);
      return contents.keyPolicies?.[key];
    },
    async grants(key) {
      ask("ListGrants", key);
      return contents.keyGrants?.[key] ?? [];
    },
    async aliases(key) {
      ask("ListAliases", key);
      return Object.entries(aliases).flatMap(([alias, arn]) => (arn === key ? [alias] : []));
    },
    async tags(key) {
      ask("ListResourceTags", key);
      return contents.keyTags?.[key] ?? {};
    },
  };
  const rolesPort: Pick<Roles, "read" | "inlinePolicies" | "managedPolicies" | "managedPolicy"> = {
    async read(name) {
      ask("GetRole", name);
      return roles.find((each) => each.name === name);
    },
    async inlinePolicies(name) {
      ask("ListRolePolicies", name);
      return new Map(Object.entries(contents.inlinePolicies ?? {}));
    },
    async managedPolicies(name) {
      ask("ListAttachedRolePolicies", name);
      return new Map(Object.entries(contents.managedPolicies ?? {}));
    },
    async managedPolicy(arn) {
      ask("GetPolicyVersion", arn);
      return contents.policies?.[arn];
    },
  };
  const policyHolders: PolicyHolders = {
    async rolesWith(arn) {
      ask("ListEntitiesForPolicy", arn);
      return contents.rolesWithPolicy?.[arn] ?? [];
    },
  };
  const ledger = {
    async grants() {
      return contents.grants ?? [];
    },
    async openFindings() {
      return contents.openFindings ?? [];
    },
    async policyWritten() {
      return undefined;
    },
    async driftRounds() {
      return new Map();
    },
    async grantsOfSecret(secret: SecretArn) {
      return (contents.grants ?? []).filter((grant) => grant.secret === secret);
    },
    async hasUses() {
      return contents.hasUses ?? false;
    },
    async uses(_: string, { kind, name }: Used) {
      const place = { account: accountId, regions: settings.regions };
      const listed = kind === "key" ? await listedKeyUses(contents.projects ?? [], secretsPort, place) : [];
      return [...listed, ...(contents.uses ?? [])].filter((use) => use.kind === kind && use.name === name);
    },
    async *allGrants() {
      for (const grant of contents.grants ?? []) yield [grant];
    },
  };
  const clock = { now: () => new Date(now) };
  return {
    projects: projectsPort,
    secrets: secretsPort,
    keys: keysPort,
    roles: rolesPort,
    policyHolders,
    ledger,
    clock,
    calls,
  };
}

const words: Readonly<Record<Failure, string>> = {
  denied: "not authorized",
  shut: "not authorized because no resource-based policy allows the action",
  throttled: "Rate exceeded",
};

function failureOf(failure: Failure, call: string, resource: string): AwsFailure {
  const kinds = { denied: AccessDenied, shut: AccessDenied, throttled: Throttled };
  return new kinds[failure]({ call, resource }, new Error(words[failure]));
}

export function work(over: Partial<Work> = {}): Work {
  return {
    role,
    account: accountId,
    region: home,
    projects: ["web"],
    listing: undefined,
    causes: [],
    ...over,
  };
}

/** A project as it differs from the usual one; its credential as it would be written. */
type ProjectOver = Omit<Partial<Project>, "credential"> & { readonly credential?: string | undefined };

export function project(name: string, over: ProjectOver = {}): Project {
  const region = over.region ?? home;
  const credential = "credential" in over ? over.credential : "registry/hub";
  return {
    name,
    arn: parseProjectArn(`arn:aws:codebuild:${region}:${accountId}:project/${name}`),
    account: accountId,
    region,
    role,
    tags: {},
    image: "registry.example.com/web:1",
    environmentType: "LINUX_CONTAINER",
    pullCredentials: "SERVICE_ROLE",
    plaintextVariables: [],
    runner: false,
    created: undefined,
    lastModified: undefined,
    environment: {},
    ...over,
    credential: credential === undefined ? undefined : maskCredential(credential),
  };
}

export function secretArn(name: string, region = home, suffix = "AbCdEf", account = accountId): SecretArn {
  return parseSecretArn(`arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`);
}

/** A secret that consents to every project, with the default key. */
export function secret(name: string, over: Partial<Secret> = {}): Secret {
  const region = over.region ?? home;
  return {
    arn: secretArn(name, region),
    name,
    account: accountId,
    region,
    tags: { "pullpass/projects": "all" },
    keyId: undefined,
    deletion: "none",
    rotation: false,
    owningService: undefined,
    hasValue: "yes",
    primaryRegion: undefined,
    ...over,
  };
}

export function key(id: string, over: Partial<Key> & { readonly in?: string } = {}): Key {
  const { in: region = home, ...told } = over;
  const arn = parseKeyArn(`arn:aws:kms:${region}:${told.account ?? accountId}:key/${id}`);
  return {
    arn,
    account: arnParts(arn).account,
    manager: "CUSTOMER",
    state: "Enabled",
    spec: "SYMMETRIC_DEFAULT",
    ...told,
  };
}

export function roleRecord(over: Partial<RoleRecord> = {}): RoleRecord {
  return {
    arn: role,
    name: "web-build",
    tags: {},
    id: "AROAEXAMPLEWEBBUILD00",
    trust: '{"Statement":[]}',
    boundaryArn: undefined,
    ...over,
  };
}

export function grant(name: string, over: Partial<RecordedGrant> = {}): RecordedGrant {
  return {
    role,
    region: home,
    secret: secretArn(name),
    key: undefined,
    projects: ["web"],
    since: "2026-01-01T00:00:00.000Z",
    ...over,
  };
}
