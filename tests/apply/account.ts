/** An account with one role, its projects and the secrets they name: what `apply` writes to and `observe` reads. */

import { diagnose } from "../../packages/core/src/diagnose/diagnose.ts";
import { NotFound, Refused } from "../../packages/core/src/errors.ts";
import { type Change, type Grant, withoutSince as grantAlone } from "../../packages/core/src/model/change.ts";
import { maskCredential } from "../../packages/core/src/model/credential.ts";
import { isJsonObject } from "../../packages/core/src/model/json.ts";
import type { Project, WholeEnvironment } from "../../packages/core/src/model/project.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { plan } from "../../packages/core/src/plan/plan.ts";
import type { Ledger, Writes } from "../../packages/core/src/ports.ts";
import { type Found, given, observed, region, role, secret, settings } from "../plan/support.ts";

/** A policy of the role that pullpass does not own. */
export const writtenByHand = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }],
});

export interface Account {
  readonly policies: Map<string, string>;
  readonly projects: Map<string, Project>;
  /** By name: with the tags that they have now. */
  readonly secrets: Map<string, Found>;
  /** Every modification of the account, in order: what there should be one record of each. */
  readonly effects: string[];
}

export function account(projects: readonly Project[], secrets: readonly Found[]): Account {
  return {
    policies: new Map([["written-by-hand", writtenByHand]]),
    projects: new Map(projects.map((each) => [each.name, each])),
    secrets: new Map(secrets.map((each) => [each.secret.name, each])),
    effects: [],
  };
}

/** The secret consents to the projects from now on; to none when the text is empty. */
export function consent({ secrets }: Account, name: string, projects: string): void {
  const before = secrets.get(name)?.secret.arn;
  const suffix = before?.slice(-6) ?? "a1b2c3";
  secrets.set(name, secret(name, { suffix, tags: { "pullpass/projects": projects } }));
}

/** Observes through the ledger and plans; `cause` is the id of the event that asks for it. */
export async function planned(
  { policies, projects, secrets }: Account,
  ledger: Ledger,
  cause: string,
  over: Partial<Settings> = {},
): Promise<Plan> {
  const causes = [{ id: cause, event: "TagResource", actor: "unknown", time: "2026-11-24T12:00:00Z" }];
  const world = given({
    role: { inlinePolicies: new Map(policies) },
    projects: [...projects.values()],
    secrets: [...secrets.values()],
    grants: await ledger.grants(role, region),
    policyWritten: await ledger.policyWritten(role, region),
    work: { causes },
  });
  const driftRounds = await ledger.driftRounds(region, [...projects.keys()]);
  const all = { ...settings, ...over };
  return plan(diagnose(observed({ ...world, driftRounds }), all), all);
}

/** The account's own ways: what is not there is not found, and a policy that is too long is refused. */
export function writesTo({ policies, projects, effects }: Account, ledger: Ledger): Writes {
  let ticks = 0;
  const setPolicy = (name: string, document: string | undefined) => {
    effects.push(...differences(policies.get(name) ?? "", document ?? "", projects));
    if (document === undefined) policies.delete(name);
    else policies.set(name, document);
  };
  return {
    ledger,
    clock: { now: () => new Date(Date.UTC(2026, 10, 24, 12, 0, ticks++)) },
    roles: {
      async putPolicy(roleName, policyName, document) {
        if (document.length > 10_240) {
          const said = new Error(`Maximum policy size of 10240 bytes exceeded for role ${roleName}`);
          throw new Refused({ call: "iam:PutRolePolicy", resource: roleName }, said);
        }
        setPolicy(policyName, document);
      },
      async deletePolicy(_, policyName) {
        setPolicy(policyName, undefined);
      },
    },
    projects: {
      async read(_, names) {
        return names.flatMap((name) => projects.get(name) ?? []);
      },
      async updateEnvironment(_, name, environment) {
        const before = projects.get(name);
        const failed = { call: "codebuild:UpdateProject", resource: name };
        if (before === undefined) throw new NotFound(failed, new Error(`Project cannot be found: ${name}`));
        effects.push(`normalization ${name}`);
        projects.set(name, { ...before, ...credentialIn(environment), environment });
      },
    },
  };
}

function credentialIn(environment: WholeEnvironment): Pick<Project, "credential" | "pullCredentials"> {
  const { registryCredential, imagePullCredentialsType } = environment;
  const credential = isJsonObject(registryCredential) ? registryCredential.credential : undefined;
  return {
    credential: typeof credential === "string" ? maskCredential(credential) : undefined,
    pullCredentials: imagePullCredentialsType === "SERVICE_ROLE" ? "SERVICE_ROLE" : "CODEBUILD",
  };
}

/** Who may read what: a secret that some projects keep and others lose is taken from those. */
function differences(
  before: string,
  after: string,
  projects: ReadonlyMap<string, Project>,
): readonly string[] {
  const [old, now] = [bindingsIn(before), bindingsIn(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((arn) => {
    const [from, to] = [old.get(arn), now.get(arn)];
    if (from === undefined) return [`grant ${arn}`];
    if (to === undefined) return [`revocation ${arn}`];
    if (from.join() === to.join()) return [];
    const users = [...projects.values()].filter(({ credential }) => isNamedBy(credential, arn));
    const reads = (patterns: readonly string[], { name }: Project) =>
      patterns.some((pattern) =>
        new RegExp(`:project/${pattern.split("project/")[1]?.replace("*", ".*")}$`).test(`:project/${name}`),
      );
    const losers = users.filter((user) => reads(from, user) && !reads(to, user));
    const isWider = to.some(
      (pattern) =>
        !from.some(
          (other) => pattern === other || (other.endsWith("*") && pattern.startsWith(other.slice(0, -1))),
        ),
    );
    return [
      ...(isWider || losers.length === 0 ? [`grant ${arn}`] : []),
      ...(losers.length > 0 ? [`revocation ${arn}`] : []),
    ];
  });
}

function isNamedBy(credential: string | undefined, arn: string): boolean {
  return credential === arn || (credential !== undefined && arn.includes(`:secret:${credential}-`));
}

/** By secret, the patterns of the projects that may read it, as IAM would take them. */
function bindingsIn(document: string): ReadonlyMap<string, readonly string[]> {
  const bindings = new Map<string, readonly string[]>();
  const statements = document === "" ? [] : JSON.parse(document).Statement;
  for (const { Action, Resource, Condition } of statements) {
    if (Action !== "secretsmanager:GetSecretValue") continue;
    const [tests] = Object.values<Record<string, string[]>>(Condition ?? { none: {} });
    for (const arn of Resource)
      bindings.set(arn, [...(bindings.get(arn) ?? []), ...(tests?.["codebuild:ProjectArn"] ?? [])]);
  }
  return bindings;
}

/** The effect that the record of a change stands for. */
export function effectOf(change: Change): string {
  if (change.kind === "restoration") return `restoration ${change.policyName}`;
  if (change.kind === "retry") return `retry ${change.build}`;
  return change.kind === "normalization"
    ? `normalization ${change.project}`
    : `${change.kind} ${change.grant.secret}`;
}

export function withoutSince(grants: readonly Grant[]): readonly Grant[] {
  return grants.map(grantAlone);
}
