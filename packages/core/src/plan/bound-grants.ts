/**
 * To which projects each grant is bound. Consent names projects, so the grant does, too:
 *
 *   `all`            every project of the account and Region
 *   a prefix         the names that begin so
 *   a name, a group  the projects that use the role and need the secret, by name
 *
 * Names are added at once. One goes when its consent was withdrawn, or with a listing of every project; so does the
 * freedom of a grant that is bound to nothing, because other projects may read with it that nobody has looked at yet.
 */
import { type Binding, bindingOf, type ProjectPlace, projectArnOf, reaches } from "../model/binding.ts";
import type { Grant } from "../model/change.ts";
import { consentOf } from "../model/consent.ts";
import type { Secret } from "../model/secret.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../observe/snapshot.ts";

export interface Consenting {
  readonly grant: Grant;
  /** The secret, if it was read. */
  readonly secret: Secret | undefined;
}

/** What the consent says; `undefined` where the deployment binds nothing, and as recorded where the secret was not read. */
export function withBinding(
  { grant, secret }: Consenting,
  { work }: Pick<Snapshot, "work">,
  { bindGrants, tagPrefix }: Pick<Settings, "bindGrants" | "tagPrefix">,
): Grant {
  if (bindGrants === "off") return bound(grant, undefined);
  if (secret === undefined) return grant;
  const patterns = patternsFor(grant.projects, { secret, tagPrefix, work });
  return bound(grant, bindingOf(patterns, bindGrants === "strict"));
}

/**
 * Of a recorded grant what stays where nothing may be given: never more than recorded. One that is bound to nothing is bound
 * as soon as one of its projects goes, because nothing else takes it from that one.
 */
export function narrowed(
  { grant, secret }: Consenting,
  before: Grant,
  { work }: Pick<Snapshot, "work">,
  settings: Pick<Settings, "bindGrants" | "tagPrefix">,
): Grant {
  if (before.bound === undefined) {
    const isLess = grant.projects.length < before.projects.length;
    return isLess ? withBinding({ grant, secret }, { work }, settings) : grant;
  }
  if (secret === undefined) return grant;
  const { strict } = before.bound;
  const patterns = grant.projects.flatMap((name) => {
    const said = patternsFor([name], { secret, tagPrefix: settings.tagPrefix, work });
    const known = [...said, projectArnOf(name, work)].find((pattern) => reaches(before.bound, pattern));
    return known ?? [];
  });
  return bound(grant, bindingOf(patterns, strict));
}

/** The binding comes last, as in the ledger's schema. */
export function bound(grant: Grant, binding: Binding | undefined): Grant {
  const { bound: _, ...rest } = grant;
  return binding === undefined ? rest : { ...rest, bound: binding };
}

/** Of these projects those that lose a secret which they could read by one of the bindings, while the grant stays for others. */
export function takenFrom(
  names: readonly string[],
  before: readonly (Binding | undefined)[],
  after: Grant,
  place: ProjectPlace,
): readonly string[] {
  if (after.bound === undefined) return [];
  return [...new Set(names)].sort().filter((name) => {
    const project = projectArnOf(name, place);
    return (
      !after.projects.includes(name) &&
      !reaches(after.bound, project) &&
      before.some((binding) => reaches(binding, project))
    );
  });
}

function patternsFor(
  names: readonly string[],
  {
    secret,
    tagPrefix,
    work,
  }: { readonly secret: Secret; readonly tagPrefix: string; readonly work: ProjectPlace },
): readonly string[] {
  const consent = consentOf(secret.tags, tagPrefix);
  if (consent.kind === "all") return [projectArnOf("*", work)];
  const prefixes = consent.kind === "some" ? consent.prefixes : [];
  return names.map((name) => {
    const [shortest] = prefixes
      .filter((prefix) => name.startsWith(prefix))
      .sort((a, b) => a.length - b.length);
    return projectArnOf(shortest === undefined ? name : `${shortest}*`, work);
  });
}
