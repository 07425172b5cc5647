/**
 * What could not be read and matters: of a role that is gone, left alone or left out, nothing; of one that is to get nothing,
 * what a withdrawal hangs on.
 */
import type { Snapshot } from "../observe/snapshot.ts";
import type { Need } from "./need.ts";
import type { RoleVerdict } from "./role-verdict.ts";
import { type UnreadPart, unread } from "./unread.ts";

interface Judged {
  readonly snapshot: Snapshot;
  readonly role: RoleVerdict;
  readonly needs: ReadonlyMap<string, Need>;
}

/** Of the role itself, of the secrets of its grants, and of its projects. */
export function unreadThatMatters(judged: Judged): readonly UnreadPart[] {
  const { role, needs } = judged;
  const isGivenNothing = isPassedBy(role) || role.kind === "ignored" || role.kind === "lacking";
  const ofProjects = isGivenNothing ? [] : unreadOfProjects(needs);
  return [...unreadOfRole(judged), ...ofProjects];
}

/** The role's own, and what its grants hang on. */
export function unreadOfRole({ snapshot, role, needs }: Judged): readonly UnreadPart[] {
  if (isPassedBy(role)) return [];
  const ofGrants = unreadOfGrants(snapshot, needs);
  if (role.kind === "unknown") return [...(hangsOnRole(snapshot, needs) ? [role.unread] : []), ...ofGrants];
  const isNeeded = [...needs.values()].some((need) => need.kind === "secret");
  return [...(role.kind === "touchable" && isNeeded ? role.unknowns : []), ...ofGrants];
}

function isPassedBy({ kind }: RoleVerdict): boolean {
  return kind === "left-alone" || kind === "left-out" || kind === "absent";
}

/** Nothing is given by a role that is not known, nor taken: where something may be wanted, it matters. */
function hangsOnRole({ grants }: Snapshot, needs: Judged["needs"]): boolean {
  return grants.length > 0 || [...needs.values()].some(({ kind }) => kind === "secret" || kind === "unknown");
}

function unreadOfProjects(needs: Judged["needs"]): readonly UnreadPart[] {
  return [...needs.values()].flatMap((need) => (need.kind === "unknown" ? [need.unread] : []));
}

/** Of the secrets that no project of the role is said to lack already. */
function unreadOfGrants({ grants, secrets, alone }: Snapshot, needs: Judged["needs"]): readonly UnreadPart[] {
  const said = new Set(unreadOfProjects(needs).map(({ what }) => what));
  const looked = alone ? grants.filter(({ secret }) => secrets.has(secret)) : grants;
  return looked.flatMap(({ secret }) => {
    const lookup = secrets.get(secret) ?? { kind: "unknown", reason: "it was not read" };
    const what = `secret ${secret}`;
    return lookup.kind === "unknown" && !said.has(what) ? [unread(what, "secret owner", lookup)] : [];
  });
}
