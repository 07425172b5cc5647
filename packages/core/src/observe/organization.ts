/** What the organization of the account says of it. */
import type { Reads } from "../ports.ts";
import { known, knownLayer } from "./reading.ts";
import type { OrganizationState } from "./snapshot.ts";

export async function readOrganization(organization: Reads["organization"]): Promise<OrganizationState> {
  if (organization === undefined) return { id: notRead, serviceControl: notRead };
  const [id, serviceControl] = await Promise.all([
    known(() => organization.id()),
    knownLayer(() => organization.serviceControl()),
  ]);
  return { id, serviceControl };
}

/** Only the management account and delegated administrators may read them, so a deployment does not ask. */
const notRead = { kind: "unknown", reason: "they were not read" } as const;
