/** Work that is too much for one message. */
import { expect, test } from "vitest";
import { Refused } from "../../packages/core/src/errors.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import { reconcile } from "../../packages/core/src/reconcile.ts";
import { memoryAccount, project, roleRecord, secret, work } from "../observe/support/account.ts";
import { settings, trust } from "./support.ts";

const names = ["api", "dev", "job", "lib", "web"];

/** A role of five projects that all want rewriting; `update` is what AWS does with it. */
function account(update: (name: string) => "made" | Error) {
  const projects = new Map(names.map((name) => [name, project(name)]));
  const { roles, ...others } = memoryAccount({
    roles: [roleRecord({ trust })],
    secrets: [secret("registry/hub")],
    projects: [],
  });
  const policies = new Map<string, string>();
  const ledger = memoryLedger();
  const sent: Work[] = [];
  const tried: string[] = [];
  const ports = {
    ...others,
    ledger,
    rest: { send: async (all: readonly Work[]) => void sent.push(...all) },
    roles: {
      ...roles,
      inlinePolicies: async () => new Map(policies),
      putPolicy: async (_: string, name: string, document: string) => void policies.set(name, document),
      deletePolicy: async (_: string, name: string) => void policies.delete(name),
    },
    projects: {
      ...others.projects,
      read: async (_: string, asked: readonly string[]) => asked.flatMap((name) => projects.get(name) ?? []),
      async updateEnvironment(_: string, name: string) {
        tried.push(name);
        const answer = update(name);
        if (answer !== "made") throw answer;
        const credential = secret("registry/hub").arn;
        projects.set(name, { ...project(name), credential, pullCredentials: "SERVICE_ROLE" });
      },
    },
  };
  /** Message by message, two projects each; what each part rewrote. */
  const all = async (asked: Work) => {
    const parts: (readonly string[])[] = [];
    for (let next: Work | undefined = asked; next !== undefined; next = sent.shift()) {
      const { outcome } = await reconcile(next, ports, settings, { updatesMax: 2, isFirstTry: true });
      parts.push(
        outcome.applied.flatMap((change) => (change.kind === "normalization" ? [change.project] : [])),
      );
    }
    return parts;
  };
  return { all, ledger, tried };
}

test("a role's projects are rewritten message by message, each once, and nothing is said of those that wait", async () => {
  const { all, ledger, tried } = account(() => "made");
  expect(await all(work({ projects: names }))).toEqual([["api", "dev"], ["job", "lib"], ["web"]]);
  expect(tried.toSorted()).toEqual(names);
  expect(ledger.notices().filter(({ kind }) => kind === "finding")).toEqual([]);
});

test("projects that nobody may rewrite keep none that comes after them waiting, and each is tried once", async () => {
  const denied = new Refused({ call: "codebuild:UpdateProject", resource: "project" }, new Error("denied"));
  const { all, tried } = account((name) => (name < "job" ? denied : "made"));
  expect(await all(work({ projects: names }))).toEqual([[], ["job", "lib"], ["web"]]);
  expect(tried.toSorted()).toEqual(names);
});
