/** One account's audit with its causes, and which of its projects has which. */
import { type AuditReport, causeOf, causesOf, type ProjectReport, type SharedCause } from "@pullpass/audit";

export interface AccountCauses {
  readonly report: AuditReport;
  /** What cannot pull first. */
  readonly causes: readonly SharedCause[];
  /** `undefined` for a project that needs nobody. */
  readonly of: (project: ProjectReport) => SharedCause | undefined;
}

export function accountCauses(report: AuditReport): AccountCauses {
  const causes = causesOf(report.projects);
  const byId = new Map(causes.map((cause) => [cause.id, cause]));
  const of = (project: ProjectReport) => {
    const cause = causeOf(project);
    return cause && byId.get(cause.id);
  };
  return { report, causes, of };
}

/** Of all causes on the page: the same cause may be in several accounts. */
export function causeId(account: string, { id }: Pick<SharedCause, "id">): string {
  return `${account} ${id}`;
}
