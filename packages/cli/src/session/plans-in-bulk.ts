/** account → plans of all roles that projects use, in as few calls as an audit. */
import { auditPorts, planRole, readsOfProjects, readsOfView } from "@pullpass/audit";
import { inParallel, type Plan, type Project, plain, type Work } from "@pullpass/core";
import { readAccount } from "@pullpass/core/parts";
import type { Terminal } from "../terminal.ts";
import type { Session } from "./session.ts";

/** Most of what is asked of AWS is asked once for many of them. */
const rolesAtOnce = 32;

/**
 * One plan a role, in the order of the work. Only for whoever writes nothing: lists are minutes old. What AWS does not answer in
 * bulk is asked for one by one, and that is said. @throws what the ledger throws
 */
export async function plansInBulk(
  { work, projects }: { readonly work: readonly Work[]; readonly projects: readonly Project[] },
  look: Session,
  out: Terminal,
): Promise<readonly Plan[]> {
  const { ports, settings, deployment } = look;
  const { connection, region, id, partition } = look.account;
  const { account, secrets, keys, roles } = auditPorts(connection, { region, account: id, partition });
  const view = await readAccount(settings.regions, { account, roles });
  for (const { reason } of view.unread) out.aside(plain(`Asked one by one, which takes longer: ${reason}`));
  const reads = readsOfView(view, { secrets, keys }, settings.tagPrefix);
  const { projects: read, ledger } = readsOfProjects(projects, reads.live, settings.policyName);
  const common = {
    ...ports,
    projects: read,
    ledger: deployment.kind === "found" ? ports.ledger : { ...ports.ledger, grants: ledger.grants },
  };
  const live = { ...common, ...reads.live };
  const listed = { ...common, ...reads.listed };
  return inParallel(work, rolesAtOnce, (each) => planRole(each, { listed, live }, settings));
}
