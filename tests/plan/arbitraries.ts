/** Accounts in every state that matters to a plan, made of a few names so that things meet. */
import fc from "fast-check";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { RecordedGrant } from "../../packages/core/src/model/change.ts";
import type { Known } from "../../packages/core/src/model/known.ts";
import type { Project } from "../../packages/core/src/model/project.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import type { SecretKey, SecretLookup } from "../../packages/core/src/observe/snapshot.ts";
import {
  account,
  customerKey,
  defaultKey,
  type Found,
  given,
  holding,
  keyArn,
  project,
  recorded,
  region,
  role,
  secret,
  secretArn,
  settings,
  takenAt,
  trustOf,
  type World,
} from "./support.ts";

const projectNames = ["api", "shop", "web"];
const secretNames = ["registry/hub", "registry/quay"];
const suffixes = ["a1b2c3", "z9y8x7"];
const regions = [region, "us-east-1"];
const secretArns = secretNames.flatMap((name) =>
  suffixes.flatMap((suffix) => regions.map((each) => secretArn(name, { suffix, region: each }))),
);
const unknown = { kind: "unknown", reason: "AccessDenied" } as const;

function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
  );
}

const tags = fc.record(
  {
    "pullpass/projects": fc.constantFrom("", "all", "web", "api shop", "prefix=w", "prefix=s api"),
    "pullpass/group": fc.constantFrom("", "a", "b"),
    "aws:cloudformation:stack-name": fc.constant("shop"),
    "pullpass/ignore": fc.constantFrom("", "false"),
  },
  { requiredKeys: [] },
);

const key: fc.Arbitrary<SecretKey> = fc.oneof(
  fc.constant<SecretKey>(defaultKey),
  fc.constantFrom<SecretKey>(
    { kind: "unknown", reason: "AccessDenied", keyId: "k" },
    { kind: "absent", keyId: "k" },
  ),
  fc
    .record({
      arn: fc.constantFrom(keyArn(), keyArn("99999999-12ab-34cd-56ef-1234567890ab")),
      state: mostly("Enabled", "Disabled", "PendingDeletion"),
      manager: mostly<"AWS" | "CUSTOMER">("CUSTOMER", "AWS"),
      account: mostly(account, "444455556666"),
      policy: fc.constantFrom<Known<unknown>>(
        customerKey().policy,
        { kind: "known", value: { Statement: [] } },
        { kind: "absent" },
        unknown,
      ),
    })
    .map(customerKey),
);

const found: fc.Arbitrary<Found> = fc
  .record({
    name: fc.constantFrom(...secretNames),
    suffix: fc.constantFrom(...suffixes),
    region: mostly(region, "us-east-1"),
    account: mostly(account, "444455556666"),
    tags,
    key,
    policy: mostly<Known<unknown>>({ kind: "absent" }, unknown, { kind: "known", value: "hostile" }),
    deletion: mostly<"none" | "pending">("none", "pending"),
    rotation: fc.boolean(),
  })
  .map(({ name, ...over }) => secret(name, over));

const credential = fc.oneof(
  fc.constantFrom(...secretNames),
  fc.constantFrom<string>(...secretArns, ...secretArns.map((arn) => arn.slice(0, -7))),
  fc.constantFrom(undefined, "not found", "arn:aws:s3:::bucket", ""),
);

function projectNamed(name: string): fc.Arbitrary<Known<Project>> {
  const known = fc
    .record({
      credential,
      pullCredentials: fc.constantFrom<Project["pullCredentials"]>("CODEBUILD", "SERVICE_ROLE"),
      image: mostly(
        "acme/build",
        "aws/codebuild/standard:7.0",
        "10.0.0.7/x",
        "Not An Image",
        "public.ecr.aws/a/b",
      ),
      environmentType: mostly("LINUX_CONTAINER", "LINUX_EC2", "ARM_LAMBDA_CONTAINER"),
      role: mostly(role, parseRoleArn(`arn:aws:iam::${account}:role/other`)),
      account: mostly(account, "444455556666"),
      tags,
    })
    .map((over): Known<Project> => ({ kind: "known", value: project(name, over) }));
  return fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 1, arbitrary: fc.constantFrom<Known<Project>>(unknown, { kind: "absent" }) },
  );
}

const grants: fc.Arbitrary<readonly RecordedGrant[]> = fc.uniqueArray(
  fc
    .record({
      secret: fc.constantFrom(...secretArns),
      projects: fc.subarray(projectNames, { minLength: 1 }),
      key: fc.constantFrom(undefined, keyArn()),
      bound: fc.constantFrom("everybody", "those", "nobody in particular"),
      since: fc.constantFrom("2026-10-24T12:00:00.000Z", takenAt, "2026-11-24T12:00:01.000Z"),
    })
    .map(({ projects, bound, ...over }) => withBound(recorded("registry/hub", projects, over), bound)),
  { selector: (grant) => grant.secret, maxLength: 3 },
);

/** As consent to all, by names, or as older versions granted. */
function withBound(grant: RecordedGrant, how: string): RecordedGrant {
  const { bound, ...rest } = grant;
  if (how === "everybody") return grant;
  if (how !== "those") return rest;
  const projects = grant.projects.map((name) => `arn:aws:codebuild:${region}:${account}:project/${name}`);
  return { ...rest, bound: { projects: projects.sort(), strict: false } };
}

const lookups = fc.dictionary(
  fc.constantFrom<string>(...secretNames, ...secretArns),
  fc.constant<SecretLookup>(unknown),
  { maxKeys: 1 },
);

export const worlds: fc.Arbitrary<World> = fc
  .record({
    projects: fc.tuple(...projectNames.map(projectNamed)),
    names: fc.subarray(projectNames),
    secrets: fc.uniqueArray(found, { selector: ({ secret: { arn } }) => arn, maxLength: 4 }),
    lookups,
    grants,
    listing: fc.constantFrom(undefined, { startedAt: takenAt }),
    trust: mostly(trustOf("codebuild.amazonaws.com"), trustOf("lambda.amazonaws.com"), undefined),
    tags: mostly<Readonly<Record<string, string>>>({}, { "pullpass/ignore": "" }),
    boundary: mostly<Known<unknown>>({ kind: "absent" }, unknown),
    role: mostly<"known" | "unknown" | "absent">("known", "unknown", "absent"),
    own: fc.constantFrom("as recorded", "missing", "edited"),
    foreign: mostly("{}", "x".repeat(10_000), "x".repeat(10_240)),
    rounds: fc.nat({ max: 4 }),
  })
  .map((parts) => {
    const own = {
      "as recorded": holding(parts.grants),
      missing: new Map(),
      edited: new Map([[`pullpass-${region}`, "{}"]]),
    };
    const inlinePolicies = new Map([
      ["foreign", parts.foreign],
      ...(parts.grants.length === 0 ? [] : own[parts.own as keyof typeof own]),
    ]);
    const states = {
      known: { trust: parts.trust, tags: parts.tags, boundary: parts.boundary, inlinePolicies },
      unknown,
      absent: { kind: "absent" } as const,
    };
    const drift = secretArns.map((arn, i) => [
      projectNames[i] ?? "web",
      { change: "n", credential: arn, rounds: parts.rounds, at: "2026-11-24T11:55:00.000Z", tool: undefined },
    ]);
    const world = given({
      work: { listing: parts.listing },
      role: states[parts.role],
      secrets: parts.secrets,
      lookups: parts.lookups,
      grants: parts.grants,
      driftRounds: Object.fromEntries(drift),
    });
    const needed = new Set([...parts.names, ...parts.grants.flatMap((grant) => grant.projects)]);
    const projects = projectNames.flatMap((name, i) =>
      needed.has(name) ? [[name, parts.projects[i]] as const] : [],
    );
    return { ...world, projects: new Map(projects) as World["projects"] };
  });

export const someSettings: fc.Arbitrary<Settings> = fc
  .record({
    normalization: fc.constantFrom<Settings["normalization"]>("all", "unmanaged", "off"),
    bindGrants: mostly<Settings["bindGrants"]>("ifExists", "strict", "off"),
    projectPattern: mostly("*", "w*"),
    rolePattern: mostly("*", "x*"),
  })
  .map((over) => ({ ...settings, ...over }));
