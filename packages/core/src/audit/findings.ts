/** What is wrong with a project: what the plan flags, and what it would repair or lets be. */

import { roleName } from "../model/arn.ts";
import type { Finding, Severity } from "../model/finding.ts";
import type { Plan } from "../plan/decided.ts";
import { rolePolicy } from "../policy/role-policy.ts";
import type { AccessAnswer } from "./access-answer.ts";
import { placeInChain } from "./place-in-chain.ts";
import type { AuditFinding, AuditRuleId, Link } from "./report.ts";
import { isFullArn, type Sighting } from "./sighting.ts";

/** Worst first; of the same severity, what stands first in the chain, then by rule. */
export function findingsOf(sighting: Sighting, chain: readonly Link[], plan: Plan): readonly AuditFinding[] {
  const flagged = flaggedBy(plan, sighting);
  const rules = new Set(flagged.map(({ rule }) => rule));
  const own = [
    ...credentialFindings(sighting, plan, rules),
    ...pullTypeFindings(sighting, plan),
    ...accessFindings(sighting, chain, plan, rules),
  ];
  return inOrder([...flagged, ...own]);
}

function inOrder(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      placeInChain(a.rule) - placeInChain(b.rule) ||
      (a.rule < b.rule ? -1 : 1),
  );
}

/** From the worst to the mildest. */
const severities: readonly Severity[] = ["high", "medium", "low", "info"];

/** A finding about the role is one of each project that pulls with a credential as that role. */
function flaggedBy({ findings }: Plan, { project, image }: Sighting): readonly AuditFinding[] {
  const pullsWithRole = image.kind === "registry" && project.credential !== undefined;
  return findings
    .filter(({ subject }) =>
      subject.kind === "project"
        ? subject.name === project.name
        : pullsWithRole && subject.arn === project.role,
    )
    .map(flagged);
}

function flagged({ rule, severity, title, evidence, remedy, subject }: Finding): AuditFinding {
  const isStillDenied = rule === "access-still-denied" && subject.kind === "project";
  const [, action = ""] = evidence[0] ?? [];
  // The plan speaks of what comes after its grant, and an audit of what is.
  const told = isStillDenied
    ? `A grant would not help project ${subject.name}: something stronger denies ${action}.`
    : title;
  return { rule, severity, title: told, evidence, remedy, repairable: false };
}

function credentialFindings(
  sighting: Sighting,
  plan: Plan,
  flagged: ReadonlySet<AuditRuleId>,
): readonly AuditFinding[] {
  const { project, image, found, lookup } = sighting;
  if (image.kind !== "registry" || found === undefined || isFullArn(sighting)) return [];
  if (flagged.has("secret-not-found") || flagged.has("iac-drift")) return [];
  const { arn, region } = found.secret;
  const isByName = project.credential?.startsWith("arn:") === false;
  const isLost = lookup?.kind === "recreated" || (isByName && region !== project.region);
  return [
    {
      rule: "credential-not-arn",
      severity: isLost ? "high" : "low",
      title: isLost
        ? `CodeBuild does not find the secret of project ${project.name} by its credential.`
        : `Project ${project.name} does not name its secret by the full ARN, so another secret can take its place.`,
      evidence: [
        ["credential", project.credential ?? ""],
        ["secret", arn],
      ],
      remedy: `Set the credential of project ${project.name} to ${arn}.`,
      repairable: isNormalized(sighting, plan),
    },
  ];
}

function pullTypeFindings(sighting: Sighting, plan: Plan): readonly AuditFinding[] {
  const { project, image } = sighting;
  if (image.kind !== "registry" || project.credential === undefined) return [];
  if (project.pullCredentials === "SERVICE_ROLE") return [];
  return [
    {
      rule: "pull-type-wrong",
      severity: "high",
      title: `Project ${project.name} has a registry credential and does not pull with it.`,
      evidence: [["imagePullCredentialsType", project.pullCredentials]],
      remedy: `Set imagePullCredentialsType of project ${project.name} to SERVICE_ROLE.`,
      repairable: isNormalized(sighting, plan),
    },
  ];
}

function isNormalized({ project }: Sighting, { changes }: Plan): boolean {
  return changes.some((change) => change.kind === "normalization" && change.project === project.name);
}

/** Where the plan names a denial that its grant would not overcome, that is said once. */
function accessFindings(
  sighting: Sighting,
  chain: readonly Link[],
  plan: Plan,
  flagged: ReadonlySet<AuditRuleId>,
): readonly AuditFinding[] {
  const { read, decrypt } = sighting;
  if (flagged.has("access-still-denied")) return [];
  const isKeysFault = flagged.has("key-policy-denies") || flagged.has("key-unusable");
  return [
    ...(read?.verdict.kind === "denied" ? [missing("access-missing", read, sighting, chain, plan)] : []),
    ...(decrypt?.verdict.kind === "denied" && !isKeysFault
      ? [missing("decrypt-missing", decrypt, sighting, chain, plan)]
      : []),
  ];
}

function missing(
  rule: "access-missing" | "decrypt-missing",
  { action, verdict }: AccessAnswer,
  sighting: Sighting,
  chain: readonly Link[],
  plan: Plan,
): AuditFinding {
  const { project, found } = sighting;
  const key = found?.key.kind === "customer" ? found.key.key.arn : "";
  const resource = rule === "access-missing" ? (found?.secret.arn ?? "") : key;
  const deniers = chain
    .flatMap(({ by }) => by)
    .filter((each) => each.effect === "deny" && each.action === action);
  const where = verdict.kind === "denied" ? verdict.missing.map((layer) => layerNames[layer]) : [];
  return {
    rule,
    severity: "high",
    title: `The role of project ${project.name} may not call ${action} on ${rule === "access-missing" ? "its secret" : "its secret's key"}.`,
    evidence: [
      ["role", project.role],
      ["action", action],
      ["resource", resource],
      ...deniers.map((each) => ["denied by", nameOf(each)] as const),
      ...where.map((layer) => ["no statement in", layer] as const),
    ],
    remedy: remedyFor(sighting, deniers.length > 0, where, action, resource),
    repairable: deniers.length === 0 && isGranted(sighting, plan),
  };
}

const layerNames = {
  identity: "the role's own policies",
  boundary: "the role's permissions boundary",
  resource: "the secret's resource policy",
  key: "the key policy",
  grant: "the key's grants",
  serviceControl: "the service control policies",
} as const;

function nameOf({ policy, number, sid }: Link["by"][number]): string {
  return `${policy}: statement ${number}${sid === null ? "" : ` (${sid})`}`;
}

function isGranted({ project, found }: Sighting, { changes }: Plan): boolean {
  return changes.some(
    (change) =>
      change.kind === "grant" &&
      change.grant.secret === found?.secret.arn &&
      change.grant.projects.includes(project.name),
  );
}

function remedyFor(
  { project, found }: Sighting,
  isDenied: boolean,
  where: readonly string[],
  action: string,
  resource: string,
): string {
  if (isDenied) return "Let that statement spare the role, or give the project a role that it spares.";
  const own: string = layerNames.identity;
  if (where.length > 0 && !where.includes(own)) {
    return `Allow ${action} on ${resource} in ${where.join(" and ")}.`;
  }
  const key = found?.key.kind === "customer" ? found.key.key.arn : undefined;
  const policy = found && rolePolicy([{ secret: found.secret.arn, key }]);
  return `Give the role ${roleName(project.role)} this policy: ${policy ?? ""}`;
}
