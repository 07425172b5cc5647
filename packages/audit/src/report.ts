/**
 * What an audit found, as data: every form (table, JSON, CSV, SARIF, ASFF, HTML) is printed from it. All of it is JSON.
 * Names in it were chosen by others and are hostile until a renderer has made them harmless.
 */
import type {
  CommandOptions,
  Finding,
  Link,
  ProjectDiagnosis,
  PullVerdict,
  Remedy,
  RoleArn,
  SecretArn,
  Severity,
  StatementRef,
} from "@pullpass/core";
import type { KeyArn, ProjectArn } from "@pullpass/core/parts";
import type { AuditFilter } from "./filter.ts";

export interface AuditReport {
  readonly schema: "pullpass-audit/2";
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
  /** What of it is shown, and counted; `null` for all. */
  readonly filter: AuditFilter | null;
  /** How the reader calls pullpass and AWS: for the commands in every form. */
  readonly commandOptions: CommandOptions;
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
  readonly readersOfEverything: readonly RoleWithAccess[];
  /** The roles of `projects` and the readers of `secrets`; by ARN. */
  readonly roles: readonly RoleReport[];
  /** Grants of pullpass that no project needs any more; by role, then secret. */
  readonly unneeded: readonly UnneededGrant[];
  /** What could not be read, each once, most projects first. The rest of the report holds without it. */
  readonly unknowns: readonly ReportedUnknown[];
}

/** The same with its projects unfolded one after the other, as often as they are asked for: thousands would fill the memory. */
export interface AuditInRows extends Omit<AuditReport, "projects"> {
  readonly projects: Iterable<ProjectReport>;
}

export interface Counts {
  /** All that were looked at, those that need no registry among them. */
  readonly projects: number;
  /** Of the projects, by verdict. */
  readonly verdicts: Readonly<Record<PullVerdict, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly roles: number;
  readonly secrets: number;
  readonly unneeded: number;
}

export interface ProjectReport {
  readonly name: string;
  readonly arn: ProjectArn;
  readonly region: string;
  readonly verdict: PullVerdict;
  /** @see ProjectDiagnosis */
  readonly unseen: ProjectDiagnosis["unseen"];
  readonly hangsOn: ProjectDiagnosis["hangsOn"];
  readonly image: string;
  /** `LINUX_CONTAINER`, … */
  readonly environmentType: string;
  /** The registry's host; `null` when no registry serves the image. */
  readonly registry: string | null;
  readonly role: RoleArn;
  /** As the project has it, masked where it is a login; `null` without one. */
  readonly credential: string | null;
  /** Where the credential leads; `null` when nowhere, or when nobody knows. */
  readonly secret: SecretArn | null;
  /** The customer managed key; `null` for the default key, or when it is not known. */
  readonly key: KeyArn | null;
  /** In the order of the picture above; always the same steps. */
  readonly chain: readonly Link[];
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** The one next thing to do; empty when there is nothing. */
  readonly next: Remedy;
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
  readonly readers: readonly RoleWithAccess[];
}

export interface RoleWithAccess {
  readonly role: RoleArn;
  readonly state: "allowed" | "unknown";
  /** What allows it to read; for `unknown`, why nobody knows. */
  readonly why: string;
  readonly by: readonly StatementRef[];
  /** ARNs of the role's projects, of those that were looked at, whose builds can read it, or of which that is not known. */
  readonly projects: readonly ProjectArn[];
  /** Can whoever assumes the role outside CodeBuild read it? */
  readonly outside: "allowed" | "denied" | "unknown";
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
  readonly finding: Finding;
}

export interface ReportedUnknown {
  /** What could not be known, and why, in one sentence. */
  readonly text: string;
  /** In how many projects' chains it is; 0 where only the reverse hangs on it. */
  readonly projects: number;
}
