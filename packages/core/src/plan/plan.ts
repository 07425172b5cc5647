/** From what was read to what is to be done: pure, and the same for the same snapshot. */
import type { Grant } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Plan, Pull } from "./decided.ts";
import { examinedSubjects } from "./examined.ts";
import { type Facts, looksAt } from "./facts.ts";
import { decideGrants, type Needs } from "./grants.ts";
import { needOf } from "./need.ts";
import { type Normalization, normalize } from "./normalization.ts";
import { planPolicy } from "./policy-plan.ts";
import { isOpen, judgeRole } from "./role-verdict.ts";
import { rules } from "./rules/index.ts";
import type { Settings } from "./settings.ts";
import { unknownsOf } from "./unknowns.ts";

/** Brings the role and the projects of the work to their desired state; says what is wrong beyond that. */
export function plan(snapshot: Snapshot, settings: Settings): Plan {
  const role = judgeRole(snapshot, settings);
  const needs = needsOf(snapshot, settings);
  const policy = planPolicy(role, { snapshot, settings, decision: decideGrants(snapshot, needs, settings) });
  const normalizations = normalizationsOf(snapshot, settings, needs, isOpen(role) ? policy.grants : []);
  const facts: Facts = { snapshot, settings, role, looks: looksAt(snapshot, needs), policy, normalizations };
  const updates = [...normalizations.values()].flatMap((each) =>
    each.kind === "update" ? [each.update] : [],
  );
  return withoutWritesInPlanMode({
    work: snapshot.work,
    mode: settings.mode,
    changes: [...policy.changes, ...updates.map((update) => update.change)],
    policy: policy.write,
    grants: policy.grants,
    updates,
    pulls: pullsOf(snapshot),
    findings: findingsOf(facts),
    examined: examinedSubjects(facts, needs),
    unknowns: unknownsOf(snapshot, role, needs),
  });
}

function needsOf(snapshot: Snapshot, settings: Settings): Needs {
  const recorded = snapshot.grants.flatMap((grant) => grant.projects);
  const names = new Set([...snapshot.work.projects, ...recorded, ...snapshot.projects.keys()]);
  return new Map([...names].sort().map((name) => [name, needOf(name, snapshot, settings)]));
}

/** Only where the grant stands: no build ever sees the new reference without the permission. */
function normalizationsOf(
  snapshot: Snapshot,
  settings: Settings,
  needs: Needs,
  grants: readonly Grant[],
): ReadonlyMap<string, Normalization> {
  const normalizations = new Map<string, Normalization>();
  for (const [name, need] of needs) {
    const project = snapshot.projects.get(name);
    if (need.kind !== "secret" || project?.kind !== "known") continue;
    const granted = grants.some(
      ({ secret, projects }) => secret === need.secret.arn && projects.includes(name),
    );
    if (granted) normalizations.set(name, normalize(project.value, need.secret.arn, snapshot, settings));
  }
  return normalizations;
}

function pullsOf({ projects }: Snapshot): ReadonlyMap<string, Pull> {
  const pulls = new Map<string, Pull>();
  for (const [name, project] of projects) {
    if (project.kind !== "known") continue;
    const { credential, pullCredentials } = project.value;
    pulls.set(name, { credential, pullCredentials });
  }
  return pulls;
}

function findingsOf(facts: Facts): readonly Finding[] {
  if (facts.role.kind === "hands-off") return [];
  return rules.flatMap((rule) => rule.examine(facts));
}

function withoutWritesInPlanMode(plan: Plan): Plan {
  return plan.mode === "plan" ? { ...plan, policy: { kind: "keep" }, updates: [] } : plan;
}
