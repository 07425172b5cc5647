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
  type Secret,
} from "@pullpass/core";
import { inFullView, type Session } from "../session/session.ts";
import { UserError } from "../user-error.ts";

/**
 * What gives the project what it needs once it, and the secret, are as given, before they are: so no build sees the new
 * credential without the permission. @throws UserError if the project would be left without access
 */
export async function planGrant(project: Project, secret: Secret, look: Session): Promise<Plan> {
  const decided = await planFor(project, secret, look);
  const isGranted = decided.grants.some(
    (grant) => grant.secret === secret.arn && grant.projects.includes(project.name),
  );
  if (!isGranted) throw refusal(project, decided);
  const [inTheWay] = decided.after.projects.get(project.name)?.findings.filter(isInTheWay) ?? [];
  if (inTheWay !== undefined)
    throw new UserError(`A grant would not be enough: ${inTheWay.title}`, remedyText(inTheWay.remedy));
  return decided;
}

/** What was changed. @throws UserError if AWS refuses it */
export async function makeGrant(planned: Plan, look: Session): Promise<readonly Change[]> {
  const { applied, failed } = await apply(planned, look.ports);
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
async function planFor(project: Project, secret: Secret, look: Session): Promise<Plan> {
  const { ports, settings, cause } = look;
  const { role, account, region, name } = project;
  const work = { role, account, region, projects: [name], listing: undefined, causes: [cause] };
  const [seen = work] = await inFullView([work], look);
  const snapshot = await observe(
    seen,
    { ...ports, projects: asItWillBe(project, look), secrets: consenting(secret, look) },
    settings,
  );
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

function consenting(secret: Secret, { ports: { secrets } }: Session): typeof secrets {
  return {
    ...secrets,
    async describe(region, reference) {
      const found = await secrets.describe(region, reference);
      return found?.arn === secret.arn ? secret : found;
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
