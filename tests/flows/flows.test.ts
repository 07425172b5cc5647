import { expect, test } from "vitest";
import { ingest } from "../../packages/core/src/ingest.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { InvalidArn } from "../../packages/core/src/model/arn.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { notify } from "../../packages/core/src/notify.ts";
import { Incomplete, reconcile } from "../../packages/core/src/reconcile.ts";
import { sweep } from "../../packages/core/src/sweep.ts";
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

const settings: Settings = {
  ...place,
  mode: "apply",
  policyName: "pullpass",
  normalization: "all",
  bindGrants: "ifExists",
  rolePattern: "*",
  rolePath: "/*",
  projectPattern: "*",
  ownRoles: [],
};

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

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
      ...account.ledger,
      openFinding: async () => {},
      async *everyOpenFinding() {},
      closeFinding: async () => {},
      sweepCompleted: async (...args: unknown[]) => void recorded.push([...args, to.sent.length]),
    },
  };
  const cause = { id: "s-1", event: "sweep", actor: "rule", time: now };
  await sweep(cause, ports, place);
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
    await sweep({ id, event: "sweep", actor: "rule", time: now }, ports, place);
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
      ...account.ledger,
      openFinding: async () => {},
      async *everyOpenFinding() {},
      closeFinding: async () => {},
      sweepCompleted: async (region: string) => void recorded.push(region),
    },
  };
  await expect(sweep({ id: "s", event: "sweep", actor: "", time: now }, ports, place)).rejects.toThrow(
    "queue",
  );
  expect(recorded).toEqual([]);
});

test("notices go to the topic and the bus in order, and stop at the first that fails", async () => {
  const notice = (at: string) => ({ kind: "change", state: "applied", at }) as unknown as Notice;
  const topic: string[] = [];
  const bus: string[] = [];
  const ports = {
    topic: { publish: async ({ at }: Notice) => void topic.push(at) },
    bus: {
      publish: async ({ at }: Notice) => {
        if (at === "2") throw new Error("bus");
        bus.push(at);
      },
    },
  };
  await expect(notify(["1", "2", "3"].map(notice), ports)).rejects.toThrow("bus");
  expect([topic, bus]).toEqual([["1", "2"], ["1"]]);
});
