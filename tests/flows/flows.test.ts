import { expect, test } from "vitest";
import { AccessDenied, Refused, Throttled } from "../../packages/core/src/errors.ts";
import { ingest } from "../../packages/core/src/ingest.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { InvalidArn } from "../../packages/core/src/model/arn.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import type { Message } from "../../packages/core/src/notice/message.ts";
import { defaultNaming } from "../../packages/core/src/notice/naming.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { noticeTargets } from "../../packages/core/src/notice/ports.ts";
import { notify } from "../../packages/core/src/notify.ts";
import type { SendingProgress } from "../../packages/core/src/notify-receipts.ts";
import { Incomplete, reconcile } from "../../packages/core/src/reconcile.ts";
import { sweep } from "../../packages/core/src/sweep.ts";
import { grants } from "../ledger/examples.ts";
import {
  accountId,
  type Contents,
  home,
  memoryAccount,
  now,
  settings as place,
  project,
  role,
  roleRecord,
  secret,
  work,
} from "../observe/support/account.ts";
import { settings, trust } from "./support.ts";

const hub = secret("registry/hub");
const granted: Contents = {
  roles: [roleRecord({ trust })],
  projects: [
    project("web", { environment: { type: "LINUX_CONTAINER", image: "x", computeType: "y", later: 1 } }),
  ],
  secrets: [hub],
};

function queue() {
  const sent: Work[] = [];
  return { sent, send: async (all: readonly Work[]) => void sent.push(...all) };
}

/** An account that can be written to, with its ledger. */
function writableAccount(contents: Contents) {
  const account = memoryAccount(contents);
  const ledger = memoryLedger();
  const policies = new Map<string, string>();
  const environments = new Map<string, unknown>();
  return {
    ...account,
    policies,
    environments,
    ledger,
    roles: {
      ...account.roles,
      inlinePolicies: async () => new Map(policies),
      putPolicy: async (_: string, name: string, document: string) => void policies.set(name, document),
      deletePolicy: async (_: string, name: string) => void policies.delete(name),
    },
    projects: {
      ...account.projects,
      updateEnvironment: async (_: string, name: string, environment: unknown) =>
        void environments.set(name, environment),
    },
  };
}

const createProject = {
  version: "0",
  id: "1",
  source: "aws.codebuild",
  "detail-type": "AWS API Call via CloudTrail",
  account: accountId,
  region: home,
  time: now,
  detail: {
    eventSource: "codebuild.amazonaws.com",
    eventName: "CreateProject",
    eventID: "e-1",
    eventTime: now,
    awsRegion: home,
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${accountId}:user/ann` },
    responseElements: { project: { name: "web" } },
  },
};

test("an event becomes work in the queue", async () => {
  const to = queue();
  const ingested = await ingest(
    createProject,
    { ...memoryAccount(granted), queue: to },
    { ...place, ownRoles: [] },
  );
  expect(ingested.kind).toBe("sent");
  expect(to.sent).toMatchObject([
    { role, projects: ["web"], causes: [{ id: "e-1", event: "CreateProject" }] },
  ]);
});

test.each([
  ["an event that is none", "hello", /not a JSON object/],
  ["an event of a project that is gone", createProject, /project web is not there/],
])("%s is ignored with the reason, and sends nothing", async (_, event, reason) => {
  const to = queue();
  const ingested = await ingest(event, { ...memoryAccount({}), queue: to }, { ...place, ownRoles: [] });
  expect(ingested).toEqual({ kind: "ignored", reason: expect.stringMatching(reason) });
  expect(to.sent).toEqual([]);
});

test("work becomes the grant, the whole environment with the ARN, and a record of both", async () => {
  const account = writableAccount(granted);
  const { outcome } = await reconcile(work(), account, settings);
  expect(outcome.applied.map(({ kind }) => kind)).toEqual(["grant", "normalization"]);
  expect(account.policies.get(`pullpass-${home}`)).toContain(hub.arn);
  expect(account.environments.get("web")).toMatchObject({
    later: 1,
    imagePullCredentialsType: "SERVICE_ROLE",
    registryCredential: { credential: hub.arn },
  });
  expect(await account.ledger.grants(role, home)).toMatchObject([{ secret: hub.arn, projects: ["web"] }]);
});

test("what is certain is applied although something else is unknown, and then the work is tried again", async () => {
  const account = writableAccount({
    ...granted,
    projects: [...(granted.projects ?? []), project("api", { credential: "registry/denied" })],
    failing: { [`DescribeSecret registry/denied in ${home}`]: "denied" },
  });
  const done = reconcile(work({ projects: ["web", "api"] }), account, settings, { again: true });
  await expect(done).rejects.toThrow(Incomplete);
  await expect(done).rejects.toThrow(/registry\/denied.*was denied: not authorized/);
  expect(account.policies.get(`pullpass-${home}`)).toContain(hub.arn);
});

test("what stays denied is a finding, and the work is done", async () => {
  const account = writableAccount({
    ...granted,
    projects: [...(granted.projects ?? []), project("api", { credential: "registry/denied" })],
    failing: { [`DescribeSecret registry/denied in ${home}`]: "denied" },
  });
  const { outcome } = await reconcile(work({ projects: ["web", "api"] }), account, settings);
  expect(outcome.findings.opened).toMatchObject([
    {
      rule: "secret-unreadable",
      subject: { kind: "project", name: "api" },
      evidence: [expect.anything(), ["secret registry/denied", expect.stringContaining("not authorized")]],
    },
  ]);
  expect(account.policies.get(`pullpass-${home}`)).toContain(hub.arn);
});

test("a sweep sends every role, then records when it began to list", async () => {
  const recorded: unknown[] = [];
  const account = memoryAccount(granted);
  const to = queue();
  const ports = {
    ...account,
    queue: to,
    ledger: {
      ...memoryLedger(),
      sweepCompleted: async (...args: unknown[]) => void recorded.push([...args, to.sent.length]),
    },
  };
  const cause = { id: "s-1", event: "sweep", actor: "rule", time: now };
  await sweep(cause, ports, settings);
  expect(to.sent).toMatchObject([{ role, projects: ["web"], listing: { startedAt: now }, causes: [cause] }]);
  expect(recorded).toEqual([[home, now, now, 1]]);
});

test("a project that nobody can make out ends no sweep: the others are sent, and it is a finding, once", async () => {
  const account = memoryAccount(granted);
  const to = queue();
  const ledger = memoryLedger();
  const ports = {
    ...account,
    queue: to,
    ledger,
    projects: {
      async *list() {
        yield ["a", "broken", "web", "z"];
      },
      async read(region: string, names: readonly string[]) {
        if (names.includes("broken")) throw new InvalidArn("nobody", "an IAM role");
        return account.projects.read(region, names);
      },
    },
  };
  for (const id of ["s-1", "s-2"]) {
    await sweep({ id, event: "sweep", actor: "rule", time: now }, ports, settings);
  }
  expect(to.sent).toMatchObject([
    { role, projects: ["web"] },
    { role, projects: ["web"] },
  ]);
  expect(ledger.notices()).toMatchObject([
    {
      kind: "finding",
      state: "opened",
      finding: {
        rule: "project-unreadable",
        subject: { kind: "project", name: "broken" },
        mender: "project owner",
        evidence: [["project broken", '"nobody" is not the ARN of an IAM role']],
      },
    },
  ]);
});

test("a project that nobody can make out keeps nothing from its neighbours on the role", async () => {
  const account = writableAccount(granted);
  const ports = {
    ...account,
    projects: {
      ...account.projects,
      async read(region: string, names: readonly string[]) {
        if (names.includes("broken")) throw new InvalidArn("nobody", "an IAM role");
        return account.projects.read(region, names);
      },
    },
  };
  const { outcome } = await reconcile(work({ projects: ["broken", "web"] }), ports, settings);
  expect(outcome.findings.opened).toMatchObject([
    { rule: "project-unreadable", subject: { name: "broken" } },
  ]);
  expect(account.policies.get(`pullpass-${home}`)).toContain(hub.arn);
});

test("a sweep that cannot send is not recorded", async () => {
  const recorded: string[] = [];
  const account = memoryAccount(granted);
  const ports = {
    ...account,
    queue: { send: () => Promise.reject(new Error("queue")) },
    ledger: {
      ...memoryLedger(),
      sweepCompleted: async (region: string) => void recorded.push(region),
    },
  };
  await expect(sweep({ id: "s", event: "sweep", actor: "", time: now }, ports, settings)).rejects.toThrow(
    "queue",
  );
  expect(recorded).toEqual([]);
});

const notice = (at: string): Notice => ({
  ...{ kind: "change", state: "applied", change: grants("g"), at, error: undefined },
});

/** Targets that take what they are not made to refuse, and the records `1`, `2` and `3`, of a notice each. */
function targets(refusing: {
  topic?: (at: string) => Error | undefined;
  bus?: (at: string) => Error | undefined;
}) {
  const sent: string[] = [];
  const take = (name: "topic" | "bus", at: string) => {
    const error = refusing[name]?.(at);
    if (error !== undefined) throw error;
    sent.push(`${name} ${at}`);
  };
  const topic = {
    publish: async ({ text }: Message) => take("topic", /^ *Time +(\S+)$/m.exec(text)?.[1] ?? ""),
  };
  const bus = { publish: async ({ at }: Notice) => take("bus", at) };
  const dead = {
    bury: async ({ at }: Notice, to: string) => void sent.push(`buried of ${to} ${at}`),
  };
  const receipts = { add: async () => {}, since: async function* () {} };
  const clock = { now: () => new Date(0) };
  const records = ["1", "2", "3"].map((id) => ({
    id,
    notices: [notice(id)],
    to: noticeTargets,
    since: clock.now().toISOString(),
  }));
  return {
    sent,
    records,
    ports: { topic, bus, dead, pending: noneWait, receipts, mutes: async () => [], clock },
  };
}

const atOnce = { naming: defaultNaming, collectMinutes: 0 };
const noneWait = { add: async () => {}, all: async () => [], remove: async () => {} };

test("a target that fails holds up neither the other nor what comes before, and no try repeats anything", async () => {
  let isAway = true;
  const { sent, records, ports } = targets({
    bus: (at) => (isAway && at === "2" ? new Error("bus") : undefined),
  });
  const progress: SendingProgress = new Set();
  // Lambda delivers again from the first that failed on.
  for (const batch of [records, records.slice(1), records.slice(1)]) {
    expect(await notify(batch, ports, atOnce, progress)).toMatchObject({ again: "2" });
  }
  expect(sent.filter((each) => each.startsWith("topic"))).toEqual(["topic 1", "topic 2", "topic 3"]);
  isAway = false;
  expect(await notify(records.slice(1), ports, atOnce, progress)).toMatchObject({
    again: undefined,
    failures: [],
  });
  expect(sent.filter((each) => each.startsWith("topic"))).toHaveLength(3);
  expect(sent.filter((each) => each.startsWith("bus")).sort()).toEqual(["bus 1", "bus 2", "bus 3"]);
  expect(progress.size).toBe(0);
});

const said = (name: string) => Object.assign(new Error("no"), { name });
const publish = { call: "sns:Publish", resource: "topic" };

test("a notice that a target refuses for its own sake is buried alone, and the other target has it", async () => {
  const { sent, records, ports } = targets({
    topic: (at) => (at === "2" ? new Refused(publish, said("InvalidParameterException")) : undefined),
  });
  expect(await notify(records, ports, atOnce, new Set())).toMatchObject({ again: undefined, failures: [] });
  expect(sent.filter((each) => !each.startsWith("bus")).sort()).toEqual([
    "buried of topic 2",
    "topic 1",
    "topic 3",
  ]);
  expect(sent).toContain("bus 2");
});

test.each([
  ["a missing permission", new AccessDenied(publish, said("AuthorizationErrorException"))],
  ["a disabled key", new Refused(publish, said("KMSDisabledException"))],
  ["throttling", new Throttled(publish, said("ThrottledException"))],
])("%s keeps notices waiting, and buries none", async (_, error) => {
  const { sent, records, ports } = targets({ topic: () => error });
  expect(await notify(records, ports, atOnce, new Set())).toMatchObject({
    again: "1",
    failures: [{ error }],
  });
  expect(sent).toEqual(["bus 1", "bus 2", "bus 3"]);
});

test("a listing counts from before it began, however long it takes", async () => {
  const account = memoryAccount(granted);
  const to = queue();
  const clock = { now: () => new Date(account.calls.length === 0 ? now : Date.parse(now) + 60_000) };
  const cause = { id: "s-1", event: "sweep", actor: "rule", time: now };
  await sweep(cause, { ...account, clock, queue: to, ledger: memoryLedger() }, settings);
  expect(to.sent).toMatchObject([{ role, listing: { startedAt: now } }]);
});
