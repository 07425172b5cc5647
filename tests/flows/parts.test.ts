/** Work that is too much for one message. */
import { expect, test } from "vitest";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import { reconcile } from "../../packages/core/src/reconcile.ts";
import {
  memoryAccount,
  settings as place,
  project,
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
  sharedRoles: "flag",
  rolePattern: "*",
  rolePath: "/*",
  projectPattern: "*",
  retryBuilds: false,
  ownRoles: [],
};

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

test("a role's projects are rewritten message by message, each once, and nothing is said of those that wait", async () => {
  const names = ["api", "dev", "job", "lib", "web"];
  const projects = new Map(names.map((name) => [name, project(name)]));
  const account = memoryAccount({
    roles: [roleRecord({ trust })],
    secrets: [secret("registry/hub")],
    projects: [],
  });
  const policies = new Map<string, string>();
  const ledger = memoryLedger();
  const sent: Work[] = [];
  const written: string[] = [];
  const ports = {
    ...account,
    ledger,
    rest: { send: async (all: readonly Work[]) => void sent.push(...all) },
    roles: {
      ...account.roles,
      inlinePolicies: async () => new Map(policies),
      putPolicy: async (_: string, name: string, document: string) => void policies.set(name, document),
      deletePolicy: async (_: string, name: string) => void policies.delete(name),
    },
    projects: {
      ...account.projects,
      read: async (_: string, asked: readonly string[]) => asked.flatMap((name) => projects.get(name) ?? []),
      async updateEnvironment(_: string, name: string) {
        written.push(name);
        const credential = secret("registry/hub").arn;
        projects.set(name, { ...project(name), credential, pullCredentials: "SERVICE_ROLE" });
      },
    },
  };
  let next: Work | undefined = work({ projects: names });
  const parts: (readonly string[])[] = [];
  while (next !== undefined) {
    const { outcome } = await reconcile(next, ports, settings, { updatesMax: 2, isFirstTry: true });
    parts.push(
      outcome.applied.flatMap((change) => (change.kind === "normalization" ? [change.project] : [])),
    );
    next = sent.shift();
  }
  expect(parts).toEqual([["api", "dev"], ["job", "lib"], ["web"]]);
  expect(written.toSorted()).toEqual(names);
  expect(ledger.notices().filter(({ kind }) => kind === "finding")).toEqual([]);
});
