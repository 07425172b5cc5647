/** plans → what came of them. */
import {
  apply,
  type Diagnosis,
  diagnose,
  listed,
  type Outcome,
  observe,
  type Plan,
  supersededReason,
} from "@pullpass/core";
import type { Session } from "./session.ts";

/** What came of one role's plan. */
export interface Done extends Omit<Outcome, "proposed" | "superseded" | "findings"> {
  readonly role: string;
  /** Changes that may or may not have been made; the next run settles them. */
  readonly errors: readonly string[];
  /** Projects that were left because someone else was changing them, a sentence each. */
  readonly superseded: readonly string[];
  readonly unknowns: readonly string[];
  /** What could not be looked at after it, and why. */
  readonly unseen: readonly string[];
  /** Projects that cannot pull after it, and why: the titles of the findings that block. */
  readonly stillFailing: readonly StillFailing[];
}

interface StillFailing {
  readonly project: string;
  readonly why: readonly { readonly title: string; readonly mender: string }[];
}

/** Role after role, as the deployment's queue does; one that fails does not stop the others. */
export async function applyAll(plans: readonly Plan[], look: Session): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const plan of plans) done.push(await applyOne(plan, look));
  return done;
}

async function applyOne(plan: Plan, look: Session): Promise<Done> {
  const { work, unknowns } = plan;
  const came = await attempt(plan, look);
  const isWhole = came.failed.length + came.errors.length + came.superseded.length === 0;
  const done = { role: work.role, ...came, unknowns, unseen: [] };
  if (isWhole) return { ...done, stillFailing: stillFailing(plan.after, plan) };
  try {
    return { ...done, stillFailing: stillFailing(await diagnoseAnew(plan, look), plan) };
  } catch (error) {
    const unseen = `Whether ${listed(work.projects, 5)} can pull now could not be seen: ${messageOf(error)}`;
    return { ...done, unseen: [unseen], stillFailing: [] };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Attempted = Pick<Done, "applied" | "failed" | "errors" | "superseded">;

async function attempt(plan: Plan, { ports }: Session): Promise<Attempted> {
  try {
    const { applied, failed, superseded } = await apply(plan, ports);
    return { applied, failed, errors: [], superseded: superseded.map(supersededReason) };
  } catch (error) {
    return { applied: [], failed: [], superseded: [], errors: [messageOf(error)] };
  }
}

/** What was not written did not come to be. */
async function diagnoseAnew({ work }: Plan, { ports, settings }: Session): Promise<Diagnosis> {
  return diagnose(await observe(work, ports, settings), settings);
}

/** Of the projects that were to be looked at. */
function stillFailing({ projects }: Diagnosis, { work }: Plan): readonly StillFailing[] {
  return work.projects.flatMap((name) => {
    const project = projects.get(name);
    if (project?.verdict !== "fails") return [];
    const why = project.findings.filter(({ blocks }) => blocks);
    return [{ project: name, why: why.map(({ title, mender }) => ({ title, mender })) }];
  });
}
