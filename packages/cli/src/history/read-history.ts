/** What the ledger remembers of one project, secret or role, or of all. */
import { type Ledger, projectsOf, type RecordedChange, roleName, secretName, secretOf } from "@pullpass/core";

export interface HistoryFilter {
  readonly project?: string;
  /** A name, or an ARN. */
  readonly secret?: string;
  /** A name, or an ARN. */
  readonly role?: string;
}

export interface History {
  /** Newest first. */
  readonly changes: readonly RecordedChange[];
  /** There are older ones that were not asked for. */
  readonly more: boolean;
  /** Records, among those looked through, that another version wrote and this one cannot read. */
  readonly unread: number;
}

/** Reads no further than it must. @throws the errors of core */
export async function readHistory(
  ledger: Pick<Ledger, "history">,
  filter: HistoryFilter,
  { since, limit }: { readonly since?: string | undefined; readonly limit: number },
): Promise<History> {
  const changes: RecordedChange[] = [];
  let unread = 0;
  const isAll = Object.values(filter).every((value) => value === undefined);
  const pageSize = isAll && Number.isFinite(limit) ? limit + 1 : undefined;
  for await (const page of ledger.history({ since, pageSize })) {
    changes.push(...page.changes.filter(({ change }) => isAbout(change, filter)));
    unread += page.unread;
    if (changes.length > limit) break;
  }
  return { changes: changes.slice(0, limit), more: changes.length > limit, unread };
}

function isAbout(change: RecordedChange["change"], { project, secret, role }: HistoryFilter): boolean {
  const arn = secretOf(change);
  return (
    (project === undefined || projectsOf(change).includes(project)) &&
    (secret === undefined || secret === arn || (arn !== undefined && secret === secretName(arn))) &&
    (role === undefined || role === change.role || role === roleName(change.role))
  );
}
