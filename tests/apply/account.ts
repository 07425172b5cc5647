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
    policyWrittenAt: await ledger.policyWrittenAt(role, region),
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
    effects.push(...differences(policies.get(name) ?? "", document ?? ""));
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
      async deletePolicy(roleName, policyName) {
        const failed = { call: "iam:DeleteRolePolicy", resource: roleName };
        if (!policies.has(policyName)) throw new NotFound(failed, new Error(`no policy ${policyName}`));
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

function differences(before: string, after: string): readonly string[] {
  const [old, now] = [secretsIn(before), secretsIn(after)];
  return [
    ...[...now].filter((arn) => !old.has(arn)).map((arn) => `grant ${arn}`),
    ...[...old].filter((arn) => !now.has(arn)).map((arn) => `revocation ${arn}`),
  ].sort();
}

function secretsIn(document: string): ReadonlySet<string> {
  return new Set(document.match(/arn:aws:secretsmanager:[^"*]+/g) ?? []);
}

/** The effect that the record of a change stands for. */
export function effectOf(change: Change): string {
  return change.kind === "normalization"
    ? `normalization ${change.project}`
    : `${change.kind} ${change.grant.secret}`;
}

export function withoutSince(grants: readonly Grant[]): readonly Grant[] {
  return grants.map(grantAlone);
}
