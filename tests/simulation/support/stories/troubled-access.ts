/** Short runs about who may read what, in which something fails, or an account has what a plain one has not. */
import type { Action } from "../actions.ts";
import type { Story } from "./story.ts";
import { built, consent, made, secret, tagged, untagged, wait } from "./words.ts";

/** All tries of so many calls in a row. */
const failing = (call: string, count = 1, after = 0): Action => ({
  do: "fail calls",
  call,
  kind: "throttled",
  times: 3 * count,
  after,
});
/** Has pullpass look at all that means the secret, and changes nothing about it. */
const looked = tagged("hub", { owner: "somebody" });

export const troubledAccess: readonly Story[] = [
  {
    name: "a secret that is gone once pullpass can look loses its grants without a sweep",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      made(),
      { do: "outage", service: "secretsmanager", kind: "throttled", seconds: 30 },
      { do: "delete secret", secret: "hub", place: "home", forever: true },
      wait(400),
    ],
  },
  {
    name: "a project that could not be read keeps what its group may read",
    isTroubled: true,
    actions: [
      {
        do: "create secret",
        secret: "hub",
        place: "home",
        tags: { "pullpass/group": "red" },
        key: undefined,
      },
      made({ tags: { "pullpass/group": "red" } }),
      wait(400),
      failing("codebuild:BatchGetProjects", 1, 1),
      looked,
      wait(400),
    ],
  },
  {
    name: "a project that a sweep could not read is not taken for deleted",
    isTroubled: true,
    conditions: { options: { bulkReads: false } },
    actions: [
      secret("hub", "all"),
      made(),
      made({ project: "api", role: "shop" }),
      wait(3_000),
      failing("codebuild:BatchGetProjects", 8, 2),
      wait(1_000),
    ],
  },
  {
    name: "a name counts elsewhere only if every Region answered, and the work comes again",
    isTroubled: true,
    actions: [
      secret("hub", "all", { place: "away" }),
      failing("secretsmanager:DescribeSecret", 1, 1),
      made({ place: "away" }),
      wait(100),
    ],
  },
  {
    name: "a name means the project's own Region, also where that does not answer",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      secret("hub", "all", { place: "away" }),
      failing("secretsmanager:DescribeSecret"),
      made(),
      wait(100),
    ],
  },
  {
    name: "a secret that could not be read is not taken for deleted, where something of the role is unknown, too",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      made(),
      wait(400),
      failing("secretsmanager:DescribeSecret"),
      failing("iam:ListAttachedRolePolicies"),
      looked,
      wait(100),
    ],
  },
  {
    name: "what AWS denies pullpass to read is not taken for gone",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      made(),
      wait(400),
      { do: "fail calls", call: "secretsmanager:DescribeSecret", kind: "denied", times: 3 },
      looked,
      wait(100),
    ],
  },
  {
    name: "what could not be read is read soon, and the grant comes",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      failing("secretsmanager:GetResourcePolicy"),
      made(),
      wait(100),
      failing("iam:ListAttachedRolePolicies"),
      made({ project: "api", role: "shop" }),
      wait(100),
      failing("iam:GetRole"),
      looked,
      wait(100),
    ],
  },
  {
    name: "what a crash kept from the ledger goes with the consent of whom it was for",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      { do: "crash", function: "reconcile", at: 2, made: true },
      made(),
      consent("hub", "api"),
      wait(1_000),
    ],
  },
  {
    name: "what could not be read closes no finding",
    isTroubled: true,
    actions: [
      secret("hub", "nobody"),
      made({ image: "10.0.0.8/acme/web" }),
      wait(400),
      failing("secretsmanager:DescribeSecret"),
      looked,
      wait(100),
    ],
  },
  {
    name: "what a crash left is not called failed while nobody knows whether it is wanted",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      { do: "crash", function: "reconcile", at: 2, made: false },
      failing("codebuild:BatchGetProjects", 1, 3),
      made(),
      wait(1_000),
    ],
  },
  {
    name: "nobody waits for the builds of a project that is gone",
    isTroubled: true,
    conditions: { options: { retryBuilds: true } },
    actions: [
      secret("hub", "nobody"),
      made({ as: "arn", pull: "SERVICE_ROLE", tags: { "pullpass/retry": "true" } }),
      ...[built(), wait(20), consent("hub", "all"), wait(10)],
      { do: "delete project", project: "web" },
      wait(400),
    ],
  },
  {
    name: "a withdrawal that is denied once is made by the next try, whatever IAM shows",
    isTroubled: true,
    conditions: { iamLagMs: 8_000 },
    actions: [
      secret("hub", "all"),
      made(),
      { do: "fail calls", call: "iam:DeleteRolePolicy", kind: "denied", times: 1 },
      untagged("hub"),
    ],
  },
  {
    name: "a role that is made seconds before its project is waited for",
    isTroubled: true,
    conditions: { iamLagMs: 8_000 },
    actions: [
      secret("hub", "all"),
      ...[{ do: "delete role", role: "build" } as const, wait(60)],
      ...[{ do: "create role", role: "build" } as const, wait(1)],
      made(),
    ],
  },
];
