/** The grant, planned and recorded as a deployment of pullpass would. */
import {
  apply,
  type Change,
  diagnose,
  type Finding,
  observe,
  type Plan,
  type Project,
  plan,
  remedyText,
} from "@pullpass/core";
import { inFullView, type Session } from "../look/session.ts";
import { UserError } from "../user-error.ts";

/**
 * Grants what the project needs once it is as given, before it is: so no build sees the new credential without the
 * permission. What was changed. @throws UserError if the project would be left without access
 */
export async function grantFor(
  project: Project,
  secretArn: string,
  look: Session,
): Promise<readonly Change[]> {
  const decided = await planFor(project, look);
  const isGranted = decided.grants.some(
    ({ secret, projects }) => secret === secretArn && projects.includes(project.name),
  );
  if (!isGranted) throw refusal(project, decided);
  const [inTheWay] = decided.after.projects.get(project.name)?.findings.filter(isInTheWay) ?? [];
  if (inTheWay !== undefined)
    throw new UserError(`A grant would not be enough: ${inTheWay.title}`, remedyText(inTheWay.remedy));
  const { applied, failed } = await apply(decided, look.ports);
  const [first] = failed;
  if (first !== undefined) {
    throw new UserError(
      `AWS refuses the grant: ${first.error}`,
      "Put right what it names, then connect again.",
    );
  }
  return applied;
}

/** A project that pulls today must not be turned to an image that it certainly cannot pull. */
function isInTheWay({ blocks }: Finding): boolean {
  return blocks;
}

/** Other projects of the role keep their environments: they were not asked for. */
async function planFor(project: Project, look: Session): Promise<Plan> {
  const { ports, settings, cause } = look;
  const { role, account, region, name } = project;
  const work = { role, account, region, projects: [name], listing: undefined, causes: [cause] };
  const [seen = work] = await inFullView([work], look);
  const snapshot = await observe(seen, { ...ports, projects: asItWillBe(project, look) }, settings);
  const decided = plan(diagnose(snapshot, settings), settings);
  if (look.deployment.kind === "found") return decided;
  return { ...decided, updates: [], changes: decided.changes.filter(({ kind }) => kind !== "normalization") };
}

function asItWillBe(project: Project, { ports: { projects } }: Session): Pick<typeof projects, "read"> {
  return {
    async read(region, names) {
      const read = await projects.read(region, names);
      return [...read.filter(({ name }) => name !== project.name), project];
    },
  };
}

function refusal(project: Project, { findings, unknowns }: Plan): UserError {
  const [finding] = findings.filter(({ rule }) => rule !== "plaintext-credential");
  if (finding !== undefined)
    return new UserError(`Access was not granted: ${finding.title}`, remedyText(finding.remedy));
  const [unknown] = unknowns;
  if (unknown !== undefined) {
    return new UserError(
      `Access was not granted, because something could not be read: ${unknown}`,
      "Use credentials that may read it, then connect again.",
    );
  }
  return new UserError(
    `Access was not granted: pullpass ignores project ${project.name} or its role.`,
    "Look for the tag pullpass/ignore on them.",
  );
}
