/** What an undo comes to, role by role. */
import { type Plan, planUndo, type RoleUndo, type Work } from "@pullpass/core";
import { plansFor } from "../session/plans.ts";
import type { Session } from "../session/session.ts";
import type { FoundChanges } from "./find-changes.ts";

export interface PlannedUndo {
  readonly undo: RoleUndo;
  readonly work: Work;
}

/** Roles of other Regions are other deployments'. @throws the errors of core */
export async function planUndos(
  { asked, history }: FoundChanges,
  look: Session,
): Promise<readonly PlannedUndo[]> {
  const { region, account } = look.place;
  const isHere = ({ change }: FoundChanges["asked"][number]) =>
    change.region === region && change.account === account;
  const byRole = Map.groupBy(asked.filter(isHere), ({ change }) => change.role);
  const all = await look.everyProject();
  const work = [...byRole].map(([role, changes]): Work => {
    const names = [
      ...all.filter((project) => project.role === role).map(({ name }) => name),
      ...changes.flatMap(({ change }) => (change.kind === "normalization" ? [change.project] : [])),
    ];
    const projects = [...new Set(names)].sort();
    return { role, account, region, projects, listing: undefined, causes: [look.cause] };
  });
  const plans = await plansFor(work, look);
  return Promise.all(plans.map((plan) => undoOf(plan, byRole.get(plan.work.role) ?? [], history, look)));
}

async function undoOf(
  plan: Plan,
  asked: FoundChanges["asked"],
  history: FoundChanges["history"],
  { ports: { ledger } }: Session,
): Promise<PlannedUndo> {
  const { work } = plan;
  const unsettled = await ledger.unsettled(work.role, work.region);
  const ofRole = history.filter(({ change }) => change.role === work.role && change.region === work.region);
  return { undo: planUndo({ asked, history: ofRole, plan, unsettled }), work };
}
