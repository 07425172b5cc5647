/** What `pullpass doctor` makes of what it read: every state of every check. */
import { describe, expect, test } from "vitest";
import type { Check, CheckId } from "../../packages/cli/src/doctor/check.ts";
import type { Examined, ExaminedDeployment, ExaminedTrail } from "../../packages/cli/src/doctor/examined.ts";
import { exitCodeOf } from "../../packages/cli/src/doctor/exit-code.ts";
import { judge } from "../../packages/cli/src/doctor/judge/judge.ts";
import {
  absent,
  beforehand,
  denied,
  deployment,
  examined,
  failed,
  home,
  lambda,
  queue,
  rule,
  settings,
  trail,
} from "./support/examined.ts";

const known = <T>(value: T) => ({ kind: "known", value }) as const;

/** What the check comes to, all else being fine. */
function verdictOf(check: CheckId, all: readonly Check[]): string {
  const own = all.filter((each) => each.check === check);
  const rest = all.filter((each) => each.check !== check && each.outcome !== "fine");
  expect(rest).toEqual([]);
  for (const { outcome, next } of own) if (outcome !== "fine") expect(next).toMatch(/\S/);
  return own.map(({ outcome, says }) => `${outcome}: ${says}`).join("\n");
}

test("where all is fine, each check says so once, and the command ends with 0", () => {
  const checks = judge(examined());
  expect(checks.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual(
    [
      "caller",
      "deployment",
      "second-deployment",
      "version",
      "trail",
      "concurrency",
      "functions",
      "rules",
      "forwarding",
      "dead-letters",
      "subscriptions",
    ].map((check) => `${check} fine`),
  );
  expect(exitCodeOf(checks)).toBe(0);
});

test("before deploying, what a deployment wants is looked at, and nothing of one", () => {
  const checks = judge(beforehand());
  expect(checks.map(({ check }) => check)).toEqual(["caller", "bootstrap", "trail", "concurrency"]);
  expect(exitCodeOf(checks)).toBe(0);
});

test("what is found outweighs what cannot be told", () => {
  const check = "trail" as const;
  const [fine, warning, fault, unknown] = (["fine", "warning", "fault", "unknown"] as const).map(
    (outcome) => ({
      check,
      outcome,
      says: "",
    }),
  );
  const code = (...all: (Check | undefined)[]) => exitCodeOf(all.filter((each) => each !== undefined));
  expect([code(fine), code(fine, unknown), code(unknown, warning), code(unknown, fault), code()]).toEqual([
    0, 3, 1, 1, 0,
  ]);
});

const basic = (selector: object) => trail({ selectors: known({ basic: [selector], advanced: [] }) });
const advanced = (...fields: object[]) =>
  trail({ selectors: known({ basic: [], advanced: [{ FieldSelectors: fields as never }] }) });
const management = { Field: "eventCategory", Equals: ["Management"] };

describe.each([
  ["before deploying", beforehand],
  ["after it", examined],
] as const)("a trail, %s", (_, account) => {
  test.each<[what: string, trails: readonly ExaminedTrail[], expected: RegExp]>([
    ["of every Region", [trail()], /^fine: Trail all logs what pullpass listens to\.$/],
    ["that logs writes", [basic({ ReadWriteType: "WriteOnly", IncludeManagementEvents: true })], /^fine/],
    ["with selectors that leave all to their defaults", [basic({})], /^fine/],
    ["none", [], /^fault: No trail covers eu-central-1/],
    ["that is stopped", [trail({ isLogging: known(false) })], /^fault: Trail all is not logging/],
    [
      "that logs reads",
      [basic({ ReadWriteType: "ReadOnly" })],
      /^fault: Trail all logs no management events of writes/,
    ],
    ["that logs data alone", [basic({ IncludeManagementEvents: false })], /^fault: Trail all logs no/],
    ["with no selectors", [trail({ selectors: known({ basic: [], advanced: [] }) })], /^fault/],
    [
      "that leaves out keys",
      [basic({ ExcludeManagementEventSources: ["kms.amazonaws.com"] })],
      /^warning: No trail logs kms\.amazonaws\.com:/,
    ],
    ["advanced, of all that is managed", [advanced(management)], /^fine/],
    ["advanced, of writes", [advanced(management, { Field: "readOnly", Equals: ["false"] })], /^fine/],
    ["advanced, of reads", [advanced(management, { Field: "readOnly", Equals: ["true"] })], /^fault/],
    ["advanced, of data", [advanced({ Field: "eventCategory", Equals: ["Data"] })], /^fault/],
    ["advanced, of nothing that is said", [advanced()], /^fault/],
    [
      "advanced, without keys",
      [advanced(management, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] })],
      /^warning: No trail logs kms/,
    ],
    [
      "advanced, of one service",
      [advanced(management, { Field: "eventSource", StartsWith: ["s3."] })],
      /^fault/,
    ],
    [
      "advanced, of some callers",
      [advanced(management, { Field: "userIdentity.arn", StartsWith: ["arn:a"] })],
      /^unknown: .* logs a part of/,
    ],
    [
      "with selectors that may not be read",
      [trail({ selectors: denied("cloudtrail:GetEventSelectors") })],
      /^unknown: .* cloudtrail:GetEventSelectors was denied/,
    ],
    [
      "of which nobody knows whether it logs",
      [trail({ isLogging: failed })],
      /^unknown: .* the network is down/,
    ],
    [
      "that may not be read, beside one that is fine",
      [trail({ isLogging: failed }), trail({ name: "b" })],
      /^fine: Trail b logs/,
    ],
    [
      "of one Region, beside one of IAM's",
      [trail({ isMultiRegion: false }), trail({ name: "b", isMultiRegion: false, homeRegion: "us-east-1" })],
      /^fine: Trail all logs/,
    ],
  ])("%s", (_what, trails, expected) => {
    expect(
      verdictOf(
        "trail",
        judge(account({ trails: known(trails), trailsOfIam: known(trails) })).filter(
          ({ check }) => check !== "forwarding",
        ),
      ),
    ).toMatch(expected);
  });

  test("that may not be listed is not known to be there", () => {
    const checks = judge(account({ trails: denied("cloudtrail:DescribeTrails") }));
    expect(verdictOf("trail", checks)).toMatch(/^unknown: .*cloudtrail:DescribeTrails was denied/);
    expect(checks.find(({ outcome }) => outcome === "unknown")?.lacks).toBe("cloudtrail:DescribeTrails");
    expect(exitCodeOf(checks)).toBe(3);
  });
});

test.each<[Examined["concurrency"], RegExp]>([
  [
    known({ limit: 1000, unreserved: 1000 }),
    /^fine: 1000 of 1000 are unreserved, and a deployment reserves 22/,
  ],
  [known({ limit: 1000, unreserved: 122 }), /^fine/],
  [known({ limit: 1000, unreserved: 121 }), /^fault: 121 of 1000/],
  [known({ limit: 10, unreserved: 10 }), /^fault: 10 of 10 .* Lambda wants 100/],
  [denied("lambda:GetAccountSettings"), /^unknown: .*lambda:GetAccountSettings was denied/],
  [absent, /^unknown/],
])("room for concurrency before deploying: %o", (concurrency, expected) => {
  expect(verdictOf("concurrency", judge(beforehand({ concurrency })))).toMatch(expected);
});

test.each<[string, Partial<Examined>, RegExp]>([
  ["of the CDK that is there", {}, /^fine: Stack CDKToolkit is CREATE_COMPLETE/],
  ["of the CDK that is not", { bootstrap: absent }, /^fine: .*npx cdk deploy needs it; SST makes its own/],
  ["that failed", { bootstrap: known({ status: "ROLLBACK_COMPLETE" }) }, /^warning/],
  ["that may not be read", { bootstrap: denied("cloudformation:DescribeStacks") }, /^unknown/],
])("a bootstrap %s", (_, more, expected) => {
  expect(verdictOf("bootstrap", judge(beforehand(more)))).toMatch(expected);
});

const stack = (status: string) => ({ stack: known({ status }) });
const functions = (name: "ingest" | "sweep", more: Parameters<typeof lambda>[1]) => ({
  functions: new Map([...deployment().functions, [name, lambda(name, more)]]),
});
const withTargets = (name: string, targets: ReturnType<ExaminedDeployment["targets"]["get"]>) => ({
  targets: new Map([...deployment().targets, [name, targets ?? absent]]),
});
const withQueue = (name: "DeadWork" | "DeadEvents", state: Parameters<typeof known>[0] | object) => ({
  queues: new Map([...deployment().queues, [name, state as ReturnType<typeof queue>]]),
});
const subscribed = (...arns: string[]) => ({
  subscriptions: known(arns.map((arn) => ({ arn, protocol: "email", endpoint: "ops@example.com" }))),
});
const [forwarding] = deployment().forwarding;
if (forwarding === undefined) throw new Error("there is forwarding");
const forwardingRules = (rules: typeof forwarding.rules) => ({ forwarding: [{ ...forwarding, rules }] });

test.each<[CheckId, string, Partial<ExaminedDeployment>, RegExp]>([
  [
    "deployment",
    "a stack that is made",
    stack("CREATE_COMPLETE"),
    /^fine: Stack pullpass is CREATE_COMPLETE/,
  ],
  [
    "deployment",
    "a stack that is being changed",
    stack("UPDATE_IN_PROGRESS"),
    /^warning: .*is being changed/,
  ],
  ["deployment", "an update that failed", stack("UPDATE_ROLLBACK_COMPLETE"), /^warning: .*which failed/],
  ["deployment", "a stack that is stuck", stack("UPDATE_ROLLBACK_FAILED"), /^fault/],
  ["deployment", "a stack that was never made", stack("ROLLBACK_COMPLETE"), /^fault/],
  [
    "deployment",
    "a stack of a state that nobody knows",
    stack("NEW\nAND RED"),
    /^fault: Stack pullpass is .+$/,
  ],
  [
    "deployment",
    "a stack that is gone",
    { stack: absent },
    /^fault: \/pullpass\/deployment names stack pullpass, which is not there/,
  ],
  ["deployment", "a stack that was deleted", stack("DELETE_COMPLETE"), /^fault: .*is not there/],
  [
    "deployment",
    "a stack that may not be read",
    { stack: denied("cloudformation:DescribeStacks") },
    /^unknown/,
  ],

  [
    "functions",
    "one that is gone",
    functions("sweep", { configuration: absent, reserved: absent, policy: absent }),
    /^fault: Function sweep is gone/,
  ],
  [
    "functions",
    "one that failed",
    functions("ingest", { configuration: known(settings({ lastUpdate: "Failed" })) }),
    /^fault: Function pullpass-ingest failed/,
  ],
  [
    "functions",
    "one that sleeps",
    functions("ingest", { configuration: known(settings({ state: "Inactive" })) }),
    /^fine: All 5/,
  ],
  [
    "functions",
    "one that may not be read",
    functions("ingest", { configuration: denied("lambda:GetFunctionConfiguration") }),
    /^unknown: How it is with ingest cannot be told/,
  ],

  [
    "version",
    "an older one",
    { functions: everywhere({ version: "0.0.9" }) },
    /^warning: 0\.0\.9 is deployed, and this command is 0\.1\.0/,
  ],
  [
    "version",
    "one that is not told",
    { functions: everywhere({ version: undefined }) },
    /^unknown: Which version/,
  ],
  [
    "version",
    "several",
    functions("sweep", { configuration: known(settings({ version: "0.0.9" })) }),
    /^fault: .*several versions: 0\.1\.0 \(ingest, .*0\.0\.9 \(sweep\)/,
  ],

  [
    "concurrency",
    "a function that may not run",
    functions("ingest", { reserved: known(0) }),
    /^fault: pullpass-ingest may not run/,
  ],
  [
    "concurrency",
    "nothing that is reserved",
    { functions: reservingNothing() },
    /^fine: Nothing is reserved/,
  ],
  [
    "concurrency",
    "what may not be read",
    functions("ingest", { reserved: denied("lambda:GetFunctionConcurrency") }),
    /^unknown/,
  ],

  [
    "rules",
    "one that invokes nothing",
    withTargets("pullpass-projects", known([])),
    /^fault: Rule pullpass-projects is there, and invokes nothing/,
  ],
  [
    "rules",
    "one whose targets may not be read",
    withTargets("pullpass-projects", denied("events:ListTargetsByRule")),
    /^unknown: What is invoked by pullpass-projects/,
  ],
  [
    "rules",
    "one that invokes another's function",
    withTargets(
      "pullpass-projects",
      known([{ arn: "arn:aws:lambda:eu-central-1:111122223333:function:old", deadLetters: undefined }]),
    ),
    /^fault: Rule pullpass-projects invokes .*:old, which is not of this deployment/,
  ],
  [
    "rules",
    "a function without a policy",
    functions("ingest", { policy: absent }),
    /^fault: pullpass-ingest does not let rule pullpass-projects in/,
  ],
  [
    "rules",
    "a function that lets another rule in",
    functions("ingest", {
      policy: lambda("ingest", {}).policy.kind === "known" ? known(lettingIn("other")) : absent,
    }),
    /^fault: pullpass-ingest does not let rule pullpass-projects in/,
  ],
  [
    "rules",
    "a function whose policy is no policy",
    functions("ingest", { policy: known({ Statement: [7, null, { Effect: "Allow" }] }) }),
    /^(?:fault|unknown)/,
  ],
  [
    "rules",
    "a function whose policy may not be read",
    functions("ingest", { policy: denied("lambda:GetPolicy") }),
    /^unknown: Whether pullpass-ingest lets its rules in .*lambda:GetPolicy/,
  ],

  [
    "dead-letters",
    "work that died",
    withQueue("DeadWork", queue("DeadWork", 1)),
    /^fault: 1 piece of work failed for good/,
  ],
  [
    "dead-letters",
    "events that reached nobody",
    withQueue("DeadEvents", queue("DeadEvents", 2)),
    /^warning: 2 events or notices/,
  ],
  ["dead-letters", "a queue that is gone", withQueue("DeadWork", absent), /^fault: Queue DeadWork is gone/],
  [
    "dead-letters",
    "a queue that may not be read",
    withQueue("DeadWork", denied("sqs:GetQueueAttributes")),
    /^unknown: What waits in DeadWork/,
  ],

  ["subscriptions", "none", subscribed(), /^warning: Nobody hears/],
  [
    "subscriptions",
    "one that waits",
    subscribed("PendingConfirmation"),
    /^warning: Not confirmed, and hears nothing: ops@example\.com/,
  ],
  [
    "subscriptions",
    "one that waits beside one that does not",
    subscribed("arn:aws:sns:x", "PendingConfirmation"),
    /^warning/,
  ],
  ["subscriptions", "one that was given up", subscribed("Deleted"), /^warning: Nobody hears/],
  ["subscriptions", "a topic that is gone", { subscriptions: absent }, /^fault: The topic/],
  [
    "subscriptions",
    "what may not be read",
    { subscriptions: denied("sns:ListSubscriptionsByTopic") },
    /^unknown/,
  ],

  ["security-hub", "that is enabled", { hub: known("arn:aws:securityhub:x") }, /^fine: Security Hub CSPM is/],
  ["security-hub", "that is not enabled", { hub: absent }, /^fault: .+ it gets no findings\.$/],
  [
    "security-hub",
    "what may not be read",
    { hub: denied("securityhub:DescribeHub") },
    /^unknown: Whether Security Hub CSPM is enabled cannot be told/,
  ],

  [
    "forwarding",
    "no rules",
    forwardingRules(known([])),
    /^warning: No events of us-east-1 are sent to eu-central-1: what happens to roles/,
  ],
  [
    "forwarding",
    "a rule that is disabled",
    forwardingRules(
      known([
        rule("pullpass-roles-to-eu-central-1", "DISABLED"),
        rule("pullpass-tag-changes-to-eu-central-1"),
      ]),
    ),
    /^warning: In us-east-1 rule pullpass-roles-to-eu-central-1 is disabled/,
  ],
  [
    "forwarding",
    "a rule that is missing",
    forwardingRules(known([rule("pullpass-roles-to-eu-central-1")])),
    /^warning: In us-east-1 rule pullpass-tag-changes-to-eu-central-1 sends nothing/,
  ],
  [
    "forwarding",
    "a rule that sends elsewhere",
    {
      forwarding: [
        {
          ...forwarding,
          targets: new Map([
            ...forwarding.targets,
            [
              "pullpass-roles-to-eu-central-1",
              known([
                { arn: "arn:aws:events:eu-west-1:111122223333:event-bus/default", deadLetters: undefined },
              ]),
            ],
          ]),
        },
      ],
    },
    /^warning: In us-east-1 rule pullpass-roles-to-eu-central-1 sends nothing/,
  ],
  ["forwarding", "what may not be read", forwardingRules(denied("events:ListRules")), /^unknown/],
])("%s: %s", (check, _, more, expected) => {
  expect(
    verdictOf(
      check,
      judge(examined({ deployed: deployment(more) })).filter((each) => !follows(check, each)),
    ),
  ).toMatch(expected);
});

/** A function that is gone, or of which nothing is known, is one thing for several checks. */
function follows(check: CheckId, { check: other }: Check): boolean {
  const alsoTold: Partial<Record<CheckId, readonly CheckId[]>> = {
    functions: ["rules"],
    "dead-letters": ["rules"],
  };
  return alsoTold[check]?.includes(other) === true;
}

function everywhere(more: object): ExaminedDeployment["functions"] {
  return new Map(
    [...deployment().functions].map(([name]) => [
      name,
      lambda(name, { configuration: known(settings(more)) }),
    ]),
  );
}

function reservingNothing(): ExaminedDeployment["functions"] {
  return new Map([...deployment().functions].map(([name]) => [name, lambda(name, { reserved: absent })]));
}

function lettingIn(name: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Resource: "*",
        Condition: { ArnLike: { "AWS:SourceArn": `arn:aws:events:${home}:111122223333:rule/${name}` } },
      },
    ],
  };
}

test.each<[string, Examined["rules"], RegExp]>([
  [
    "is disabled",
    known([rule("pullpass-projects", "DISABLED"), rule("pullpass-sweeps")]),
    /^fault: Rule pullpass-projects is disabled/,
  ],
  ["is gone", known([rule("pullpass-sweeps")]), /^fault: Rule pullpass-projects is gone/],
])("a rule that %s", (_, rules, expected) => {
  expect(verdictOf("rules", judge(examined({ rules })))).toMatch(expected);
});

const listens = rule("other-Onprojects", "ENABLED", "A CodeBuild project was created, changed or deleted");
const own = [rule("pullpass-projects"), rule("pullpass-sweeps")];

test.each<[string, Examined, RegExp]>([
  [
    "rules of another one",
    examined({ rules: known([...own, listens]) }),
    /^fault: Rule other-Onprojects listens .*no part of stack pullpass/,
  ],
  [
    "rules, and no claim",
    beforehand({ rules: known([listens]) }),
    /^warning: .*no parameter \/pullpass\/deployment/,
  ],
  [
    "functions with another ledger",
    examined({ deployed: deployment({ functions: everywhere({ table: "other" }) }) }),
    /^fault: .*names the ledger ledger, and the functions use other/,
  ],
])("a second deployment: %s", (_, account, expected) => {
  expect(verdictOf("second-deployment", judge(account))).toMatch(expected);
});

test("rules that may not be listed are fine for nobody", () => {
  const checks = judge(examined({ rules: denied("events:ListRules") }));
  const unknown = checks.filter(({ outcome }) => outcome === "unknown").map(({ check }) => check);
  expect(unknown).toEqual(["second-deployment", "rules"]);
});

test("where the claim may not be read, nothing is said of a deployment", () => {
  const checks = judge(beforehand({ claim: denied("ssm:GetParameter"), bootstrap: undefined }));
  expect(checks.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
    "caller fine",
    "deployment unknown",
    "trail fine",
    "concurrency fine",
  ]);
  expect(exitCodeOf(checks)).toBe(3);
});

test("where the stack's parts may not be read, what hangs on them is not told to be fine", () => {
  const parts = denied("cloudformation:ListStackResources");
  const nothing = { functions: new Map(), targets: new Map(), queues: new Map(), forwarding: [] };
  const checks = judge(examined({ deployed: deployment({ parts, ...nothing, subscriptions: absent }) }));
  const fine = checks.filter(({ outcome }) => outcome === "fine").map(({ check }) => check);
  expect(fine).toEqual(["caller", "deployment", "trail", "concurrency"]);
  expect(exitCodeOf(checks)).toBe(3);
});

test.each<[string, Examined["trails"], Examined["trailsOfIam"], RegExp | undefined]>([
  ["of every Region", known([trail()]), denied("cloudtrail:DescribeTrails"), undefined],
  ["of its Region", known([]), known([trail({ isMultiRegion: false, homeRegion: "us-east-1" })]), undefined],
  [
    "of this Region alone",
    known([trail({ isMultiRegion: false })]),
    known([]),
    /^warning: No trail logs IAM's events/,
  ],
  [
    "without global services",
    known([trail({ includesGlobal: false })]),
    known([]),
    /^warning: No trail logs IAM's/,
  ],
  [
    "that may not be listed",
    known([]),
    denied("cloudtrail:DescribeTrails"),
    /^unknown: Whether a trail logs IAM's/,
  ],
])("IAM's events, and a trail %s", (_, trails, trailsOfIam, expected) => {
  const checks = judge(examined({ trails, trailsOfIam })).filter(({ check }) => check === "forwarding");
  expect(verdictOf("forwarding", checks)).toMatch(expected ?? /^fine/);
});
