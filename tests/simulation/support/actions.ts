/** What may happen to an account: people's doings, AWS's failures, the fates of events, and time. Plain data, drawn from a seed. */
import fc from "fast-check";

const projects = ["web", "api", "pay-a", "pay-b"] as const;
/** By its name the last is one of IAM Identity Center, which nobody else may change. */
export const roles = ["build", "shop", "night", "AWSReservedSSO_Deploy_1a2b3c4d5e6f7a8b"] as const;
/** Of another company. */
export const foreignAccount = "444455556666";
const secretNames = ["hub", "team/quay"] as const;
const places = ["home", "away"] as const;

type Named = (typeof secretNames)[number];
type Place = (typeof places)[number];
export type Tagging = Readonly<Record<string, string>>;

export interface ProjectDraw {
  readonly project: (typeof projects)[number];
  readonly role: (typeof roles)[number];
  readonly secret: Named;
  readonly place: Place;
  /** How the project names the secret; `stale` is the ARN of one that was deleted since, if there was one; `foreign` another company's. */
  readonly as: "name" | "partial" | "arn" | "stale" | "foreign" | "none";
  readonly pull: "CODEBUILD" | "SERVICE_ROLE" | undefined;
  readonly image: string;
  readonly variable: string;
  readonly privileged: boolean;
}

interface OfSecret {
  readonly secret: Named;
  readonly place: Place;
}

export type MuteTarget =
  | { readonly kind: "project"; readonly name: (typeof projects)[number] }
  | { readonly kind: "rule"; readonly rule: string };
/** What a person's policy says; `much` leaves no room for another on the role, and is for stories alone. */
type PolicySays = "logs" | "deny secrets" | "much";

/** A thing that a person does. */
export type Doing =
  | ({ readonly do: "create secret"; readonly tags: Tagging; readonly key: number | undefined } & OfSecret)
  | ({ readonly do: "tag secret"; readonly tags: Tagging } & OfSecret)
  | ({ readonly do: "untag secret"; readonly tag: string } & OfSecret)
  | ({ readonly do: "delete secret"; readonly forever: boolean } & OfSecret)
  | ({ readonly do: "restore secret" | "rotate value" } & OfSecret)
  | { readonly do: "replicate secret"; readonly secret: Named }
  | ({ readonly do: "change key of secret"; readonly key: number | undefined } & OfSecret)
  | ({ readonly do: "create project"; readonly tags: Tagging } & ProjectDraw)
  | ({ readonly do: "update project" } & ProjectDraw)
  | { readonly do: "tag project"; readonly project: string; readonly tags: Tagging }
  | { readonly do: "delete project" | "build"; readonly project: string }
  | { readonly do: "create role" | "delete role"; readonly role: string }
  | { readonly do: "trust"; readonly role: string; readonly service: "codebuild" | "ec2" }
  | { readonly do: "ignore role"; readonly role: string; readonly value: string | undefined }
  | { readonly do: "write policy"; readonly role: string; readonly says: PolicySays | undefined }
  | { readonly do: "edit own policy"; readonly role: string; readonly how: "replace" | "delete" | "add" }
  | { readonly do: "boundary"; readonly role: string; readonly on: boolean }
  | { readonly do: "key state"; readonly key: number; readonly enabled: boolean }
  | { readonly do: "key policy"; readonly key: number; readonly open: boolean }
  /** So many projects without a credential, whose names come before all others'; in stories alone. */
  | { readonly do: "create crowd"; readonly role: string; readonly count: number }
  /** Somebody writes to pullpass's ledger: it has none of the role's grants any more. In stories alone. */
  | { readonly do: "lose grants"; readonly role: string }
  /** Findings of a project, or of a rule; in stories alone. */
  | { readonly do: "mute"; readonly what: MuteTarget; readonly minutes: number };

export type FaultKind =
  | "throttled"
  | "server error"
  | "timed out"
  | "lost reply"
  | "denied"
  /** Of a transaction that another write meets; in stories alone. */
  | "conflict"
  /** Of the entries of a call that takes several, the last fails; in stories alone. */
  | "failed in part";

export type Action =
  | Doing
  /** The next `times` calls of that operation fail. */
  | {
      readonly do: "fail calls";
      readonly call: string;
      readonly kind: FaultKind;
      readonly times: number;
      /** Those of this function alone; in stories alone. */
      readonly of?: string;
      /** So many before them do not; for stories alone. */
      readonly after?: number;
    }
  /** The so manieth call from now, and the attempts that repeat it; `denied for good` until all heals. */
  | { readonly do: "fail call"; readonly at: number; readonly kind: FaultKind | "denied for good" }
  /** All calls of the service fail for a while. */
  | {
      readonly do: "outage";
      readonly service: string;
      readonly kind: FaultKind;
      readonly seconds: number;
    }
  /** The same for so many hours, in which nobody does anything: longer than retries last. */
  | { readonly do: "long outage"; readonly service: string; readonly kind: FaultKind; readonly hours: number }
  /** Lambda has no room to run the function for so many hours, in which nobody does anything; in stories alone. */
  | { readonly do: "no room"; readonly function: string; readonly hours: number }
  /** A newer version of pullpass wrote into the ledger, and was taken back. */
  | { readonly do: "newer records" }
  /** The same for the queue: work for a role that this one cannot read waits with its other work; in stories alone. */
  | { readonly do: "newer work"; readonly role: string }
  /** From here on an older version of pullpass is deployed, or this one again; in stories alone. */
  | { readonly do: "deploy"; readonly version: "older" | "this" }
  /** The function ends at the so manieth write of an invocation, before or after that was carried out. */
  | {
      readonly do: "crash";
      readonly function: string;
      readonly at: number;
      readonly made: boolean;
      /** `all`: `at` counts the writes of all invocations. */
      readonly counted?: "all";
    }
  /** The so manieth call of that operation from now, by that function, takes so long, while others go on; in stories alone. */
  | {
      readonly do: "slow call";
      readonly function: string;
      readonly call: string;
      readonly at: number;
      readonly seconds: number;
    }
  /**
   * Somebody does something just before the so manieth call of `reconcile` from now; of UpdateProject, just after: CodeBuild
   * has no conditional update, and what lands between pullpass's last look and that call is overwritten.
   */
  | {
      readonly do: "meanwhile";
      readonly at: number;
      /** Counts the calls of this operation alone. */
      readonly before?: string;
      readonly what: Doing;
    }
  | {
      readonly do: "events";
      readonly fate: "lost" | "twice" | "late";
      readonly count: number;
      readonly seconds: number;
    }
  | { readonly do: "wait"; readonly seconds: number };

const { constant, constantFrom, integer, boolean, record, oneof } = fc;

const consentTokens = constantFrom("web", "api", "pay-b", "prefix=pay-", "all", "nobody");
const consentTags: fc.Arbitrary<Tagging> = oneof(
  { weight: 5, arbitrary: fc.array(consentTokens, { minLength: 1, maxLength: 3 }).map(toProjects) },
  { weight: 3, arbitrary: constant(toProjects(["all"])) },
  { weight: 1, arbitrary: constantFrom("red", "blue").map((group) => ({ "pullpass/group": group })) },
  { weight: 1, arbitrary: constant({ "pullpass/projects": "" }) },
);
const projectTags: fc.Arbitrary<Tagging> = constantFrom(
  {},
  {},
  {},
  {},
  { "pullpass/group": "red" },
  { "pullpass/group": "blue" },
  { "pullpass/ignore": "yes" },
  { "pullpass/ignore": "false" },
  { "pullpass/retry": "true" },
  { "pullpass/retry": "true" },
);

function toProjects(tokens: readonly string[]): Tagging {
  return { "pullpass/projects": tokens.join(" "), owner: "platform" };
}

const ofSecret = {
  secret: constantFrom(...secretNames),
  place: constantFrom<Place>("home", "home", "home", "home", "away"),
};
const key = constantFrom(undefined, 0, 1);
const project = constantFrom(...projects);
/** One in seven is the last. */
const role = constantFrom(...roles, ...roles.slice(0, 3));
const draw = {
  project,
  role,
  ...ofSecret,
  as: constantFrom("name", "name", "partial", "arn", "arn", "arn", "stale", "foreign", "none"),
  pull: constantFrom(undefined, "CODEBUILD", "SERVICE_ROLE"),
  image: constantFrom(
    ...Array<string>(8).fill("registry.example.net/acme/web:1"),
    "acme/web",
    "10.0.0.8/acme/web",
    "aws/codebuild/standard:7.0",
  ),
  variable: fc.string({ maxLength: 6 }),
  privileged: boolean(),
};

const secretMade = record({ do: constant("create secret"), ...ofSecret, tags: consentTags, key });
const projectMade = record({ do: constant("create project"), ...draw, tags: projectTags });

/** `weight` counts against the others'. */
const grammar = (
  [
    [10, secretMade],
    [10, record({ do: constant("tag secret"), ...ofSecret, tags: consentTags })],
    [5, record({ do: constant("untag secret"), ...ofSecret, tag: constantFrom("projects", "group") })],
    [4, record({ do: constant("delete secret"), ...ofSecret, forever: boolean() })],
    [3, record({ do: constantFrom("restore secret", "rotate value"), ...ofSecret })],
    [2, record({ do: constant("replicate secret"), secret: ofSecret.secret })],
    [3, record({ do: constant("change key of secret"), ...ofSecret, key })],
    [18, projectMade],
    [9, record({ do: constant("update project"), ...draw })],
    [3, record({ do: constant("tag project"), project, tags: projectTags })],
    [4, record({ do: constant("delete project"), project })],
    [4, record({ do: constant("build"), project })],
    [4, record({ do: constantFrom("create role", "delete role"), role })],
    [2, record({ do: constant("trust"), role, service: constantFrom("codebuild", "ec2") })],
    [2, record({ do: constant("ignore role"), role, value: constantFrom(undefined, "yes", "false") })],
    [
      2,
      record({ do: constant("write policy"), role, says: constantFrom("logs", "deny secrets", undefined) }),
    ],
    [3, record({ do: constant("edit own policy"), role, how: constantFrom("replace", "delete", "add") })],
    [1, record({ do: constant("boundary"), role, on: boolean() })],
    [2, record({ do: constant("key state"), key: constantFrom(0, 1), enabled: boolean() })],
    [2, record({ do: constant("key policy"), key: constantFrom(0, 1), open: boolean() })],
  ] as readonly (readonly [number, fc.Arbitrary<Doing>])[]
).map(([weight, arbitrary]) => ({ weight, arbitrary }));

const doing = oneof(...grammar);
const meanwhile = doing.filter(({ do: what }) => !["build", "ignore role"].includes(what));

const faultKind = constantFrom<FaultKind>("throttled", "server error", "lost reply", "denied");
const calls = constantFrom(
  "iam:PutRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:GetRole",
  "iam:ListRolePolicies",
  "codebuild:UpdateProject",
  "codebuild:BatchGetProjects",
  "codebuild:ListProjects",
  "secretsmanager:DescribeSecret",
  "kms:DescribeKey",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:TransactWriteItems",
  "dynamodb:Query",
  "dynamodb:DeleteItem",
  "sqs:SendMessageBatch",
  "sns:Publish",
  "sns:PublishBatch",
  "events:PutEvents",
);
const services = constantFrom(
  "iam",
  "codebuild",
  "secretsmanager",
  "kms",
  "dynamodb",
  "sqs",
  "sns",
  "events",
);

/** No function writes much oftener in one invocation. */
const writesMax = { reconcile: 7, notify: 2, ingest: 1, sweep: 2 } as const;
const crash = constantFrom(
  ...Array<"reconcile">(5).fill("reconcile"),
  ...Array<"notify">(2).fill("notify"),
  "ingest" as const,
  ...Array<"sweep">(2).fill("sweep"),
).chain((name) =>
  record({
    do: constant("crash"),
    function: constant(name),
    at: integer({ min: 1, max: writesMax[name] }),
    made: boolean(),
  }),
);

const wait = record({ do: constant("wait"), seconds: constantFrom(1, 10, 70, 130, 400, 3700) });
const calm: fc.Arbitrary<Action> = oneof({ weight: 5, arbitrary: doing }, { weight: 1, arbitrary: wait });
const troubled: fc.Arbitrary<Action> = oneof(
  { weight: 60, arbitrary: doing },
  { weight: 12, arbitrary: wait },
  {
    weight: 7,
    arbitrary: record({
      do: constant("fail calls"),
      call: calls,
      kind: faultKind,
      times: integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      do: constant("outage"),
      service: services,
      kind: faultKind,
      seconds: integer({ min: 5, max: 100 }),
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      do: constant("long outage"),
      service: services,
      kind: faultKind,
      hours: integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: record({ do: constant("newer records") }) },
  {
    weight: 16,
    arbitrary: crash,
  },
  {
    weight: 4,
    arbitrary: record({ do: constant("meanwhile"), at: integer({ min: 1, max: 14 }), what: meanwhile }),
  },
  {
    weight: 7,
    arbitrary: record({
      do: constant("events"),
      fate: constantFrom("lost", "twice", "late"),
      count: integer({ min: 1, max: 4 }),
      seconds: integer({ min: 1, max: 300 }),
    }),
  },
);

/** Whatever a run may tell of, so that nothing here is idle talk: a thing that AWS always refuses, a fault that never hits. */
export const possible: readonly string[] = [
  ...[...fc.sample(doing, { seed: 1, numRuns: 2_000 })].map((each) => each.do),
  ...["throttled", "server error", "lost reply", "denied", "meanwhile", "long outage", "newer records"],
  ...["event lost", "event twice", "event late"],
  ...["ended before a write", "ended after a write"],
  ...Object.keys(writesMax).map((name) => `${name} ended`),
].filter((each, index, list) => list.indexOf(each) === index);

/** In every third run nothing fails and no event is lost: then pullpass must be prompt. */
export const isCalm = (seed: number) => seed % 3 === 0;

/** What happens to the account in the run of that seed. */
export function actionsOf(seed: number, steps: number): readonly Action[] {
  const begin = fc.tuple(fc.array(secretMade, exactly(3)), fc.array(projectMade, exactly(4)));
  const list = fc.tuple(
    begin.map((made) => made.flat()),
    fc.array(isCalm(seed) ? calm : troubled, exactly(steps)),
  );
  return fc.sample(list, { seed, numRuns: 1, unbiased: true })[0]?.flat() ?? [];
}

const exactly = (length: number) => ({ minLength: length, maxLength: length });
