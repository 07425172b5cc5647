/** Who, beside a project, could read what is stored in a secret. */
import { consentOf, plain, type Secret } from "@pullpass/core";
import { letInBy } from "../render/consent.ts";
import type { Session } from "../session/session.ts";

/** A line each: whom the tags let in, and the resource policy as it is. */
export async function otherReaders(
  secret: Secret,
  project: string,
  { ports, settings: { tagPrefix } }: Session,
): Promise<readonly string[]> {
  const consent = consentOf(secret.tags, tagPrefix);
  const others =
    consent.kind === "some"
      ? { ...consent, names: consent.names.filter((name) => name !== project) }
      : consent;
  const isOnlyProject =
    others.kind === "some" &&
    others.names.length + others.prefixes.length === 0 &&
    others.group === undefined;
  const policy = await ports.secrets.resourcePolicy(secret.arn);
  return [
    ...(others.kind === "none" || isOnlyProject ? [] : [`its tags let in ${letInBy(others)}`]),
    ...(policy === undefined ? [] : [plain(`its resource policy is ${policy}`)]),
  ];
}
