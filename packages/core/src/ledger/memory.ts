/** The ledger in memory: for tests, and to see what a ledger does without a database. */
import {
  type Change,
  type DriftRounds,
  driftAfter,
  type PolicyWritten,
  type RecordedGrant,
  withoutSince,
} from "../model/change.ts";
import { type Finding, findingKey, subjectKey } from "../model/finding.ts";
import type { ProjectUse } from "../model/project-use.ts";
import type { SecretSight } from "../model/secret-sight.ts";
import { findingNotice, type Notice } from "../notice/notice.ts";
import type { ChangeState, Ledger, OpenFinding, RecordedChange } from "../ports.ts";
import { inRegion } from "./in-region.ts";
import { memoryBuilds } from "./memory-builds.ts";
import { memoryMutes } from "./memory-mutes.ts";
import { memoryRegistryRecords } from "./memory-registry-records.ts";

export interface MemoryLedger extends Ledger {
  /** Every record of a change, in the order they were planned. */
  changes(): readonly RecordedChange[];
  /** What would be announced, in order. */
  notices(): readonly Notice[];
}

export function memoryLedger(): MemoryLedger {
  const grants = new Map<string, RecordedGrant>();
  const changes = new Map<string, RecordedChange>();
  const findings = new Map<string, OpenFinding>();
  const drift = new Map<string, DriftRounds>();
  const written = new Map<string, PolicyWritten>();
  const sweeps = new Map<string, string>();
  const secretSights = new Map<string, SecretSight>();
  const uses = new Map<string, ProjectUse & { readonly region: string }>();
  const notices: Notice[] = [];

  const grantsWhere = (isMeant: (grant: RecordedGrant) => boolean) => [...grants.values()].filter(isMeant);

  const usesWhere = (
    isMeant: (use: ProjectUse & { readonly region: string }) => boolean,
  ): readonly ProjectUse[] => [...uses.values()].filter(isMeant).map(({ region: _, ...use }) => use);

  const record = (change: Change, state: ChangeState, now: string, error?: string) => {
    const plannedAt = changes.get(change.id)?.plannedAt ?? now;
    const settledAt = state === "planned" ? undefined : now;
    changes.set(change.id, { change, state, plannedAt, settledAt, error });
    if (state !== "planned") notices.push({ kind: "change", state, change, at: now, error });
  };

  const countDrift = (change: Change, now: string) => {
    if (change.kind !== "normalization") return;
    const id = inRegion(change.region, change.project);
    drift.set(id, driftAfter(change, drift.get(id), now));
  };

  const stateOf = ({ id }: Change) => changes.get(id)?.state;
  const idOf = (finding: Finding) => inRegion(finding.region, findingKey(finding));

  return {
    ...memoryBuilds(),
    async grants(role, region) {
      return grantsWhere((grant) => grant.role === role && grant.region === region);
    },
    async grantsOfSecret(secret) {
      return grantsWhere((grant) => grant.secret === secret);
    },
    async *allGrants(region) {
      const all = grantsWhere((grant) => grant.region === region);
      if (all.length > 0) yield all;
    },
    async saveGrants(role, region, wanted, now, applied = []) {
      const before = await this.grants(role, region);
      for (const { secret } of before) grants.delete(inRegion(region, role, secret));
      for (const grant of wanted) {
        const since = before.find(({ secret }) => secret === grant.secret)?.since ?? now;
        grants.set(inRegion(region, role, grant.secret), { ...withoutSince(grant), since });
      }
      await this.applied(applied, now);
    },

    async policyWritten(role, region) {
      return written.get(inRegion(region, role));
    },

    async settledAt(asked) {
      const settled = asked.flatMap(({ id }): [string, string][] => {
        const at = changes.get(id)?.settledAt;
        return at === undefined ? [] : [[id, at]];
      });
      return new Map(settled);
    },
    async planned(planned, now, policy) {
      for (const change of planned) if (stateOf(change) === undefined) record(change, "planned", now);
      if (policy !== undefined) {
        const { role, region, ...what } = policy;
        written.set(inRegion(region, role), { at: now, ...what });
      }
      return this.settledAt(planned);
    },
    async applied(applied, now) {
      for (const change of applied) {
        if (stateOf(change) === "applied") continue;
        record(change, "applied", now);
        countDrift(change, now);
      }
    },
    async failed(change, error, now) {
      const state = stateOf(change);
      if (state === undefined || state === "planned") record(change, "failed", now, error);
    },
    async discarded(discarded) {
      for (const change of discarded) if (stateOf(change) === "planned") changes.delete(change.id);
    },
    async proposed(proposed, now) {
      for (const change of proposed) if (stateOf(change) === undefined) record(change, "proposed", now);
    },
    async unsettled(role, region) {
      const isMeant = ({ change, state }: RecordedChange) =>
        state === "planned" && change.role === role && change.region === region;
      return [...changes.values()].filter(isMeant);
    },
    async *openChanges(region) {
      const isOpen = ({ change, state }: RecordedChange) =>
        change.region === region && (state === "planned" || state === "proposed");
      yield [...changes.values()].filter(isOpen);
    },
    async *history({ since = "" } = {}) {
      const newestFirst = (a: RecordedChange, b: RecordedChange) => (a.plannedAt < b.plannedAt ? 1 : -1);
      const asked = [...changes.values()].filter(({ plannedAt }) => plannedAt >= since);
      yield { changes: asked.reverse().sort(newestFirst), unread: 0 };
    },

    async uses(region, { kind, name }) {
      return usesWhere((use) => use.region === region && use.kind === kind && use.name === name);
    },
    async usesOf(region, projects) {
      return usesWhere((use) => use.region === region && projects.includes(use.project));
    },
    async *everyUse(region) {
      yield usesWhere((use) => use.region === region);
    },
    async saveUses(region, saved) {
      for (const use of saved)
        uses.set(inRegion(region, use.project, use.kind, use.name), { ...use, region });
    },
    async forgetUse(region, use) {
      uses.delete(inRegion(region, use.project, use.kind, use.name));
    },

    async openFindings(region, subjects) {
      const meant = new Set(subjects.map(subjectKey));
      return [...findings.values()].filter(
        ({ finding }) => finding.region === region && meant.has(subjectKey(finding.subject)),
      );
    },
    async *everyOpenFinding(region) {
      yield [...findings.values()].filter(({ finding }) => finding.region === region);
    },
    async openFinding(finding, now, causes = []) {
      if (findings.has(idOf(finding))) return;
      findings.set(idOf(finding), { finding, openedAt: now });
      notices.push({ ...findingNotice("opened", finding, now, causes), openedAt: now });
    },
    async changeFinding(finding, now, causes = []) {
      const before = findings.get(idOf(finding));
      if (before === undefined || JSON.stringify(before.finding) === JSON.stringify(finding)) return;
      findings.set(idOf(finding), { ...before, finding });
      notices.push({ ...findingNotice("changed", finding, now, causes), openedAt: before.openedAt });
    },
    async closeFinding(finding, now, causes = []) {
      const before = findings.get(idOf(finding));
      if (before === undefined || !findings.delete(idOf(finding))) return;
      const { openedAt } = before;
      notices.push({ ...findingNotice("closed", before.finding, now, causes), openedAt });
    },

    async tellFindingAgain({ region, rule, subject }, mutedUntil, now) {
      const open = findings.get(inRegion(region, findingKey({ rule, subject })));
      if (open === undefined) return;
      const { finding, openedAt } = open;
      notices.push({ ...findingNotice("opened", finding, now, []), openedAt, mutedUntil });
    },

    async driftRounds(region, projects) {
      const found = projects.flatMap((name): [string, DriftRounds][] => {
        const rounds = drift.get(inRegion(region, name));
        return rounds === undefined ? [] : [[name, rounds]];
      });
      return new Map(found);
    },
    async sweepCompleted(region, startedAt) {
      sweeps.set(region, startedAt);
    },
    async lastSweep(region) {
      return sweeps.get(region);
    },
    async hasUses(region) {
      return sweeps.has(region);
    },

    async *secretSights(region) {
      yield [...secretSights].flatMap(([id, sight]) =>
        id === inRegion(region, sight.secret) ? [sight] : [],
      );
    },
    async saveSecretSight(region, sight) {
      secretSights.set(inRegion(region, sight.secret), sight);
    },

    ...memoryRegistryRecords(),
    ...memoryMutes(),

    changes: () => [...changes.values()],
    notices: () => [...notices],
  };
}
