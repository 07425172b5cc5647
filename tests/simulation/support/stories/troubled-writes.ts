/** Short runs in which calls fail, functions end and events come twice: what is written, and in what order, keeps its promises. */
import type { Action, FaultKind } from "../actions.ts";
import type { Story } from "./story.ts";
import { built, consent, made, secret, sweep, untagged, updated, wait } from "./words.ts";

/** At a write of reconcile's next invocation that gets so far. */
const crash = (at: number, how: "made" | "not made"): Action => ({
  do: "crash",
  function: "reconcile",
  at,
  made: how === "made",
});
const fail = (call: string, kind: FaultKind, times: number): Action => ({
  do: "fail calls",
  call,
  kind,
  times,
});
/** The so manieth of these calls that reconcile makes from now on takes so long. */
const slow = (call: string, at: number, seconds: number): Action => ({
  do: "slow call",
  function: "reconcile",
  call,
  at,
  seconds,
});
/** A project whose builds are started again. */
const asking = { as: "arn", pull: "SERVICE_ROLE", tags: { "pullpass/retry": "true" } } as const;
const lost: Action = { do: "events", fate: "lost", count: 1, seconds: 0 };
const retried = wait(800);

export const troubledWrites: readonly Story[] = [
  {
    name: "no project is given a reference that its role may not read yet",
    isTroubled: true,
    actions: [secret("hub", "all"), fail("iam:PutRolePolicy", "denied", 1), made(), wait(400)],
  },
  {
    name: "what AWS refuses for good leaves no record that is planned",
    isTroubled: true,
    actions: [secret("hub", "all"), fail("iam:PutRolePolicy", "denied", 9), made(), wait(2_000)],
  },
  {
    name: "an update that failed is made without another event",
    isTroubled: true,
    actions: [secret("hub", "all"), fail("codebuild:UpdateProject", "server error", 3), made()],
  },
  {
    name: "what an event makes once more is recorded once more",
    isTroubled: true,
    actions: [
      secret("hub", "web"),
      { do: "events", fate: "twice", count: 1, seconds: 400 },
      made(),
      wait(10),
      untagged("hub"),
      wait(10),
      lost,
      consent("hub", "web"),
      wait(500),
    ],
  },
  {
    name: "a change that comes again with other work has one record",
    isTroubled: true,
    actions: [secret("hub", "web"), crash(1, "made"), made(), updated({ variable: "two" }), retried],
  },
  {
    name: "what was made before a second crash keeps its record",
    isTroubled: true,
    actions: [
      secret("hub", "web"),
      crash(2, "made"),
      made(),
      updated({ variable: "two" }),
      wait(10),
      crash(1, "made"),
      retried,
      untagged("hub"),
      retried,
    ],
  },
  {
    name: "a grant that a crash kept from the ledger goes with the sweep",
    isTroubled: true,
    conditions: { options: { bulkReads: false } },
    actions: [
      secret("hub", "web"),
      crash(2, "made"),
      made(),
      { do: "delete project", project: "web" },
      retried,
      sweep,
    ],
  },
  {
    name: "what IAM shows late is nobody's deed",
    isTroubled: true,
    conditions: { iamLagMs: 8_000 },
    actions: [secret("hub", "all"), made(), made({ project: "api" }), wait(1), made({ project: "pay-a" })],
  },
  {
    name: "a build that was started again is not asked for once more by who looked before",
    isTroubled: true,
    actions: [
      secret("hub", "nobody"),
      made(asking),
      ...[built(), wait(20)],
      ...[consent("hub", "web api"), wait(50)],
      slow("PutItem", 1, 20),
      made({ project: "api", as: "arn", pull: "SERVICE_ROLE" }),
      wait(400),
    ],
  },
  {
    name: "a round of undoing that is recorded again counts once",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      made(),
      ...Array.from({ length: 3 }).flatMap(() => [
        wait(1_200),
        fail("dynamodb:TransactWriteItems", "conflict", 1),
        crash(4, "made"),
        updated(),
      ]),
      ...[wait(1_200), updated()],
    ],
  },
  {
    name: "a sweep takes what no project needed before it, and nothing younger",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      secret("team/quay", "all"),
      made(),
      updated({ as: "none" }),
      wait(3_590),
      { do: "slow call", function: "sweep", call: "BatchGetProjects", at: 1, seconds: 60 },
      wait(25),
      made({ project: "api", secret: "team/quay" }),
      wait(10),
      updated({ project: "api", as: "none" }),
      wait(500),
    ],
  },
  {
    name: "a loop is told by its own rounds, whatever clocks say",
    isTroubled: true,
    conditions: { skewMs: 50_000 },
    actions: [
      secret("hub", "all"),
      made(),
      ...Array.from({ length: 5 }).flatMap(() => [updated({ as: "name" }), wait(20)]),
    ],
  },
  {
    name: "what is found of a project that moves meanwhile is told once",
    isTroubled: true,
    actions: [slow("PutItem", 1, 20), made(), wait(5), updated({ role: "shop" }), wait(60)],
  },
  {
    name: "what the ledger lost and a project needs stays",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      secret("team/quay", "all"),
      ...[made(), wait(1_200), { do: "lose grants", role: "build" } as const],
      made({ project: "api", secret: "team/quay" }),
      wait(60),
    ],
  },
  {
    name: "what the ledger lost and no project needs goes with the sweep",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      ...[made(), wait(1_200), { do: "lose grants", role: "build" } as const],
      { do: "delete project", project: "web" },
      wait(60),
    ],
  },
  {
    name: "of a role with very many projects nothing goes before all were looked at",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      made(),
      { do: "create crowd", role: "build", count: 1_000 },
      { do: "lose grants", role: "build" },
    ],
  },
  {
    name: "what is seen twice is kept once, and ends no sweep",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      made({ image: "aws/codebuild/standard:7.0" }),
      lost,
      updated({ image: "aws/codebuild/standard:7.0", role: "shop" }),
    ],
  },
];
