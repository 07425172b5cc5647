/** An account on paper: what observing it would read, and what it looks like after a plan. */

import { diagnose } from "../../packages/core/src/diagnose/diagnose.ts";
import {
  type KeyArn,
  parseKeyArn,
  parseProjectArn,
  parseRoleArn,
  parseSecretArn,
  type SecretArn,
} from "../../packages/core/src/model/arn.ts";
import type { Binding } from "../../packages/core/src/model/binding.ts";
import type { DriftRounds, PolicyWritten, RecordedGrant } from "../../packages/core/src/model/change.ts";
import { maskCredential } from "../../packages/core/src/model/credential.ts";
import type { FailedBuild } from "../../packages/core/src/model/failed-build.ts";
import type { Known } from "../../packages/core/src/model/known.ts";
import type { Project } from "../../packages/core/src/model/project.ts";
import {
  type RegistrySight,
  registryKey,
  type SightOutcome,
} from "../../packages/core/src/model/registry-sight.ts";
import type { Secret } from "../../packages/core/src/model/secret.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import type {
  CustomerKey,
  RoleState,
  SecretKey,
  SecretLookup,
  Snapshot,
} from "../../packages/core/src/observe/snapshot.ts";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { plan } from "../../packages/core/src/plan/plan.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";

export type Found = Extract<SecretLookup, { kind: "found" }>;

export const account = "111122223333";
export const region = "eu-central-1";
export const role = parseRoleArn(`arn:aws:iam::${account}:role/service-role/web-build`);
export const takenAt = "2026-11-24T12:00:00.000Z";

export const settings: Settings = {
  account,
  mode: "apply",
  tagPrefix: "pullpass/",
  policyName: "pullpass",
  regions: [region, "us-east-1", "eu-west-1"],
  normalization: "all",
  bindGrants: "ifExists",
  sharedRoles: "flag",
  rolePattern: "*",
  rolePath: "/*",
  projectPattern: "*",
  retryBuilds: false,
  ownRoles: [`arn:aws:iam::${account}:role/pullpass-reconcile`],
};

export interface World {
  readonly work: Partial<Work>;
  readonly role: Known<RoleState>;
  readonly projects: ReadonlyMap<string, Known<Project>>;
  readonly secrets: readonly Found[];
  /** References that lead elsewhere than `secrets` says. */
  readonly lookups: ReadonlyMap<string, SecretLookup>;
  readonly grants: readonly RecordedGrant[];
  readonly driftRounds: ReadonlyMap<string, DriftRounds>;
  readonly policyWritten?: PolicyWritten | undefined;
  /** What was seen of registries; absent: nobody looked. */
  readonly sights?: readonly RegistrySight[];
  /** Builds that could not pull, none of which was told yet; absent: nobody looked. */
  readonly failed?: readonly FailedBuild[];
}

interface Given extends Partial<Omit<World, "role" | "projects" | "lookups" | "driftRounds">> {
  readonly role?: Partial<RoleState> | Extract<Known<RoleState>, { kind: "absent" | "unknown" }>;
  readonly projects?: readonly Project[];
  readonly unread?: Readonly<Record<string, Known<Project>>>;
  readonly lookups?: Readonly<Record<string, SecretLookup>>;
  readonly driftRounds?: Readonly<Record<string, DriftRounds>>;
}

/** A role that CodeBuild assumes, and what is said on top of that. */
export function given(parts: Given): World {
  const { role: roleParts = {}, projects = [], unread = {}, lookups = {}, driftRounds = {} } = parts;
  return {
    work: parts.work ?? {},
    role: "kind" in roleParts ? roleParts : { kind: "known", value: roleState(roleParts) },
    projects: new Map([
      ...projects.map((each): [string, Known<Project>] => [each.name, { kind: "known", value: each }]),
      ...Object.entries(unread),
    ]),
    secrets: parts.secrets ?? [],
    lookups: new Map(Object.entries(lookups)),
    grants: parts.grants ?? [],
    driftRounds: new Map(Object.entries(driftRounds)),
    policyWritten: parts.policyWritten,
    ...(parts.sights && { sights: parts.sights }),
    ...(parts.failed && { failed: parts.failed }),
  };
}

export function planFor(world: World, over: Partial<Settings> = {}): Plan {
  const all = { ...settings, ...over };
  return plan(diagnose(observed(world), all), all);
}

/** What observing reads of this world. */
export function observed(world: World): Snapshot {
  const { role: state, projects, grants, driftRounds } = world;
  const work: Work = {
    role,
    account,
    region,
    projects: [...projects.keys()],
    listing: undefined,
    causes: [
      { id: "e-1", event: "CreateProject", actor: "arn:aws:iam::111122223333:user/ann", time: takenAt },
    ],
    ...world.work,
  };
  const credentials = [...projects.values()].flatMap((project) =>
    project.kind === "known" && project.value.credential !== undefined ? [project.value.credential] : [],
  );
  const references = new Set([...credentials, ...grants.map((grant) => grant.secret)]);
  const secrets = new Map([...references].map((reference) => [reference, lookUp(reference, world)]));
  return {
    work,
    takenAt,
    role: state,
    projects,
    secrets,
    grants,
    policyWritten: world.policyWritten,
    driftRounds,
    organization: { id: { kind: "absent" }, serviceControl: { kind: "known", value: [] } },
    ...(world.sights && {
      registries: new Map(world.sights.map((each) => [registryKey(portOf(each)), each])),
    }),
    ...(world.failed && {
      failedBuilds: new Map(
        world.failed.map((build) => [build.project, { current: build, recorded: undefined, newest: build }]),
      ),
    }),
  };
}

/** Their host and port as images name them. */
function portOf({ host, endpoint }: RegistrySight) {
  return { host, port: Number(endpoint.split(":").at(-1)) };
}

/** What was seen of the registry of the usual project, Docker Hub; or of another. */
export function sight(outcome: SightOutcome, over: Partial<RegistrySight> = {}): RegistrySight {
  const { host = "docker.io" } = over;
  return {
    host,
    endpoint: `${host}:443`,
    from: "outside any VPC",
    at: takenAt,
    aliases: [],
    addresses: [],
    outcome,
    ...over,
  };
}

/** As Secrets Manager resolves references: full and partial ARNs, names in the own Region and then in the others. */
function lookUp(reference: string, { secrets, lookups }: World): SecretLookup {
  const told = lookups.get(reference);
  if (told !== undefined) return told;
  const isArn = reference.startsWith("arn:");
  const exact = secrets.find(({ secret }) => secret.arn === reference);
  if (exact !== undefined) return exact;
  const named = secrets.filter(({ secret }) => (isArn ? secret.arn.slice(0, -7) : secret.name) === reference);
  const [first, ...others] = named;
  const here = named.find(({ secret }) => secret.region === region);
  if (here !== undefined) return here;
  if (first === undefined) return { kind: "not-found", lookedIn: [...settings.regions] };
  if (others.length > 0) return { kind: "ambiguous", candidates: named.map(({ secret }) => secret.arn) };
  return first;
}

/** The world once the plan was carried out, as `apply` does it. */
export function applied(world: World, done: Plan, now = takenAt): World {
  const since = new Map(world.grants.map((grant) => [grant.secret, grant.since]));
  const grants = done.grants.map((grant) => ({ ...grant, since: since.get(grant.secret) ?? now }));
  const projects = new Map(world.projects);
  for (const { change, environment } of done.updates) {
    const before = projects.get(change.project);
    if (before?.kind !== "known") continue;
    const { credential, pullCredentials } = change.after;
    projects.set(change.project, {
      kind: "known",
      value: { ...before.value, credential, pullCredentials, environment },
    });
  }
  return { ...world, role: roleAfter(world.role, done.policy), grants, projects };
}

function roleAfter(state: World["role"], write: Plan["policy"]): World["role"] {
  if (state.kind !== "known" || write.kind === "keep") return state;
  const inlinePolicies = new Map(state.value.inlinePolicies);
  if (write.kind === "put") inlinePolicies.set(write.policyName, write.document);
  else inlinePolicies.delete(write.policyName);
  return { kind: "known", value: { ...state.value, inlinePolicies } };
}

const codebuildTrust = trustOf("codebuild.amazonaws.com");

export function trustOf(service: string): unknown {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
}

export function roleState(over: Partial<RoleState> = {}): RoleState {
  return {
    arn: role,
    name: "web-build",
    tags: {},
    id: "AROAEXAMPLEWEBBUILD00",
    trust: codebuildTrust,
    boundary: { kind: "absent" },
    inlinePolicies: new Map(),
    managedPolicies: { kind: "known", value: new Map() },
    ...over,
  };
}

/** A project as it differs from the usual one; its credential as it would be written. */
type ProjectOver = Omit<Partial<Project>, "credential"> & { readonly credential?: string | undefined };

/** A project that pulls a private image with the secret `registry/hub`, named by name, with the wrong pull type. */
export function project(name: string, over: ProjectOver = {}): Project {
  const told = { image: "docker.io/acme/build:1", environmentType: "LINUX_CONTAINER", ...over };
  const pullCredentials = over.pullCredentials ?? "CODEBUILD";
  const credential = "credential" in over ? over.credential : "registry/hub";
  return {
    name,
    arn: parseProjectArn(`arn:aws:codebuild:${region}:${account}:project/${name}`),
    account,
    region,
    role,
    tags: {},
    plaintextVariables: [],
    runner: false,
    created: undefined,
    lastModified: undefined,
    environment: {
      type: told.environmentType,
      image: told.image,
      computeType: "BUILD_GENERAL1_SMALL",
      imagePullCredentialsType: pullCredentials,
      ...(credential === undefined
        ? {}
        : { registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" } }),
    },
    ...told,
    credential: credential === undefined ? undefined : maskCredential(credential),
    pullCredentials,
  };
}

/** A secret with the default key, that consents to every project. */
export function secret(
  name: string,
  over: Partial<Secret> & {
    readonly suffix?: string;
    readonly key?: SecretKey;
    readonly policy?: Known<unknown>;
  } = {},
): Found {
  const { suffix = "a1b2c3", key = defaultKey, policy = { kind: "absent" }, ...told } = over;
  const where = { account, region, ...told };
  return {
    kind: "found",
    secret: {
      arn: secretArn(name, { ...where, suffix }),
      name,
      tags: { "pullpass/projects": "all" },
      keyId: key.kind === "customer" ? key.key.arn : undefined,
      deletion: "none",
      rotation: false,
      owningService: undefined,
      hasValue: "yes",
      primaryRegion: undefined,
      ...where,
    },
    key,
    resourcePolicy: policy,
  };
}

export function secretArn(
  name: string,
  over: { readonly account?: string; readonly region?: string; readonly suffix?: string } = {},
): SecretArn {
  const where = { account, region, suffix: "a1b2c3", ...over };
  return parseSecretArn(
    `arn:aws:secretsmanager:${where.region}:${where.account}:secret:${name}-${where.suffix}`,
  );
}

export function keyArn(id = "1234abcd-12ab-34cd-56ef-1234567890ab", in_: string = region): KeyArn {
  return parseKeyArn(`arn:aws:kms:${in_}:${account}:key/${id}`);
}

export const delegatingKeyPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/** `aws/secretsmanager` */
export const defaultKey: SecretKey = { kind: "default", arn: { kind: "known", value: keyArn() } };

/** A customer managed key whose policy leaves it to IAM. */
export function customerKey(
  over: {
    readonly arn?: KeyArn;
    readonly state?: string;
    readonly manager?: "AWS" | "CUSTOMER";
    readonly account?: string;
    readonly policy?: Known<unknown>;
    readonly grants?: CustomerKey["grants"];
  } = {},
): CustomerKey {
  const {
    policy = { kind: "known", value: delegatingKeyPolicy },
    grants = { kind: "known", value: [] },
    ...told
  } = over;
  return {
    kind: "customer",
    key: {
      arn: keyArn(),
      account,
      manager: "CUSTOMER",
      state: "Enabled",
      spec: "SYMMETRIC_DEFAULT",
      ...told,
    },
    policy,
    grants,
    aliases: { kind: "known", value: [] },
    tags: { kind: "known", value: {} },
  };
}

/** Bound to every project of the account and Region, as a consent to all of them says. */
export const everyProject: Binding = {
  projects: [`arn:aws:codebuild:${region}:${account}:project/*`],
  strict: false,
};

/** A grant as the ledger has it, of the default key, for one project, since a month; its secret consents to all. */
export function recorded(
  name: string,
  projects: readonly string[],
  over: Partial<RecordedGrant> = {},
): RecordedGrant {
  return {
    role,
    region,
    secret: secretArn(name),
    key: undefined,
    projects,
    bound: everyProject,
    since: "2026-10-24T12:00:00.000Z",
    ...over,
  };
}

/** The inline policies of a role that holds these grants. */
export function holding(grants: readonly RecordedGrant[]): ReadonlyMap<string, string> {
  return new Map([[`pullpass-${region}`, rolePolicy(grants)]]);
}

/** A build of the project as it is, that failed with these words. */
export function failedBuild(
  { name, image, credential, pullCredentials, environmentType }: Project,
  ...words: readonly string[]
): FailedBuild {
  const id = `${name}:1b5b1c2e-5a3e-4f3c-9a58-2f1f8e0a3f11`;
  const pull = { image, credential, pullCredentials, environmentType };
  return { id, project: name, startedAt: takenAt, words, ...pull };
}
