/**
 * What an audit found, as data: every form (table, JSON, CSV, SARIF, ASFF, HTML) is printed from it. All of it is JSON.
 * Names in it were chosen by others and are hostile until a renderer has made them harmless.
 *
 *     project → image → registry → credential → secret → consent → role → identity policies, boundary, service control
 *     policies, resource policy → key → key policy, key grants
 */
import type { LayerName } from "@pullpass/access";
import type { KeyArn, ProjectArn, RoleArn, SecretArn } from "../model/arn.ts";
import type { RuleId, Severity } from "../model/finding.ts";

export interface AuditReport {
  readonly schema: "pullpass-audit/1";
  /** Of pullpass. */
  readonly version: string;
  readonly account: string;
  readonly partition: string;
  /** The ARN of who looked: what was not read, was not shown to them. */
  readonly caller: string;
  /** In the order in which they were asked for. */
  readonly regions: readonly string[];
  /** Those of them of whose projects not one could be read; all of them: nothing was seen. */
  readonly unread: readonly string[];
  /**
   * `some`: only the projects that were named. Then nothing is said of grants that nobody needs, and of the readers of
   * a secret only those are known that the named projects run as.
   */
  readonly scope: "all" | "some";
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly counts: Counts;
  /** Those with a registry's image, and any other with a finding; all of them that were named. By Region, then name. */
  readonly projects: readonly ProjectReport[];
  /** The reverse: registry secrets (named by a project, or with a tag of consent) and who can read them; by ARN. */
  readonly secrets: readonly SecretReport[];
  /**
   * Roles that can read and decrypt every one of `secrets`, administrators for example; by ARN. They are said once, here,
   * and among a secret's own readers only where a project needs it. `needed` is false.
   */
  readonly readersOfEverything: readonly Reader[];
  /** The roles of `projects` and the readers of `secrets`; by ARN. */
  readonly roles: readonly RoleReport[];
  /** Grants of pullpass that no project needs any more; by role, then secret. */
  readonly unneeded: readonly UnneededGrant[];
  /** What could not be read, each once, most projects first. The rest of the report holds without it. */
  readonly unknowns: readonly Unknown[];
}

/** The same with its projects unfolded one after the other, as often as they are asked for: thousands would fill the memory. */
export interface AuditInRows extends Omit<AuditReport, "projects"> {
  readonly projects: Iterable<ProjectReport>;
}

export interface Counts {
  /** All that were looked at, those that need no registry among them. */
  readonly projects: number;
  /** Of the projects, by verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly roles: number;
  readonly secrets: number;
  readonly unneeded: number;
}

/**
 * Can a build pull the image?
 * - `pulls`: everything that was read allows it; a service control policy that nobody could read may still forbid it
 * - `fails`: something certainly forbids it
 * - `unknown`: it hangs on what could not be read, or on conditions that only AWS can decide
 * - `anonymous`: the project has no credential, so the registry must let everyone pull
 * - `no-registry`: CodeBuild or Amazon ECR serves the image, or none is pulled
 */
export type Verdict = "pulls" | "fails" | "unknown" | "anonymous" | "no-registry";

export interface ProjectReport {
  readonly name: string;
  readonly arn: ProjectArn;
  readonly region: string;
  readonly verdict: Verdict;
  readonly image: string;
  /** `LINUX_CONTAINER`, … */
  readonly environmentType: string;
  /** The registry's host; `null` when no registry serves the image. */
  readonly registry: string | null;
  readonly role: RoleArn;
  /** As the project has it; `null` without one. */
  readonly credential: string | null;
  /** Where the credential leads; `null` when nowhere, or when nobody knows. */
  readonly secret: SecretArn | null;
  /** The customer managed key; `null` for the default key, or when it is not known. */
  readonly key: KeyArn | null;
  /** In the order of the picture above; always the same steps. */
  readonly chain: readonly Link[];
  /** Worst first. */
  readonly findings: readonly AuditFinding[];
  /** The one next thing to do; `null` when there is nothing. */
  readonly next: NextStep | null;
}

/** Every chain has every step, in this order. */
export const steps = [
  "project",
  "image",
  "registry",
  "credential",
  "secret",
  "consent",
  "role",
  "identity-policies",
  "boundary",
  "service-control",
  "resource-policy",
  "key",
  "key-policy",
  "key-grants",
] as const;

export type Step = (typeof steps)[number];

/** `not-needed`: the pull does not hang on it. */
export type LinkState = "allowed" | "denied" | "unknown" | "not-needed";

export interface Link {
  readonly step: Step;
  readonly state: LinkState;
  /** What stands at this place: an image, an ARN, the name of a policy. May be empty. */
  readonly what: string;
  /** One clause: why the state is what it is. */
  readonly why: string;
  /** The statements that allow or deny; empty where no statement decides. */
  readonly by: readonly Statement[];
}

/** A statement of a policy, or a grant of a key. */
export interface Statement {
  readonly action: "secretsmanager:GetSecretValue" | "kms:Decrypt";
  readonly effect: "allow" | "deny";
  readonly layer: LayerName;
  /** The name of an inline policy, the ARN of a managed one, `resource policy`, `key policy`, or a grant's id. */
  readonly policy: string;
  /** Counted from 1, as people count. */
  readonly number: number;
  readonly sid: string | null;
}

/** What the plan flags, and what only an audit says: what pullpass would repair, or what nobody needs. */
export type AuditRuleId = RuleId | (typeof auditRuleIds)[number];

export const auditRuleIds = [
  /** The role may not read the secret. */
  "access-missing",
  /** The role may not decrypt with the secret's key. */
  "decrypt-missing",
  /** By name or by partial ARN. */
  "credential-not-arn",
  /** The project has a credential and does not pull with it. */
  "pull-type-wrong",
  /** pullpass lets a role read a secret that none of its projects uses. */
  "grant-unneeded",
] as const;

export interface AuditFinding {
  readonly rule: AuditRuleId;
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly title: string;
  /** Label and value, in a stable order. Never a secret value. */
  readonly evidence: readonly (readonly [label: string, value: string])[];
  /** What a person can do about it. */
  readonly remedy: string;
  /** Would `pullpass apply` repair it? */
  readonly repairable: boolean;
}

export interface NextStep {
  /** One sentence. */
  readonly text: string;
  /** For a shell, where one command does it; `null` where a person must think. */
  readonly command: string | null;
}

export interface SecretReport {
  readonly arn: SecretArn;
  readonly name: string;
  readonly region: string;
  readonly key: KeyArn | null;
  /** The tags of consent as they are: label and value. */
  readonly consent: readonly (readonly [tag: string, value: string])[];
  /** ARNs of the projects that name it. */
  readonly projects: readonly ProjectArn[];
  /** Roles that can read and decrypt it, or of which that is not known, but `readersOfEverything`; by ARN. */
  readonly readers: readonly Reader[];
}

export interface Reader {
  readonly role: RoleArn;
  readonly state: "allowed" | "unknown";
  /** What allows it to read; for `unknown`, why nobody knows. */
  readonly why: string;
  readonly by: readonly Statement[];
  /** Does a project that names the secret run as this role? */
  readonly needed: boolean;
}

export interface RoleReport {
  readonly arn: RoleArn;
  readonly name: string;
  /** ARNs of the projects in `AuditReport.projects` that run as it. */
  readonly projects: readonly ProjectArn[];
  /** Can CodeBuild assume it? `missing`: there is no such role. */
  readonly state: "assumable" | "not-assumable" | "missing" | "unknown";
}

export interface UnneededGrant {
  readonly role: RoleArn;
  readonly region: string;
  /** The inline policy that grants it. */
  readonly policy: string;
  readonly secret: SecretArn;
  readonly key: KeyArn | null;
  /** One sentence. */
  readonly why: string;
  readonly finding: AuditFinding;
}

export interface Unknown {
  /** What could not be known, and why, in one sentence. */
  readonly text: string;
  /** In how many projects' chains it is; 0 where only the reverse hangs on it. */
  readonly projects: number;
}
