/** The elements of the document itself. */
import { type Members, member } from "../policy/members.ts";
import { type Fault, ineffective, type PolicyKind, refused } from "./fault.ts";
import { below } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import { textOf } from "./text.ts";

const elements: readonly string[] = ["Version", "Id", "Statement"];

export function unknownElements(document: Members): readonly Fault[] {
  return Object.keys(document)
    .filter((name) => !elements.includes(name))
    .map((name) => refused("element-unknown", below("$", name), `A policy has no element ${name}.`, name));
}

/**
 * Absent, it is 2008-10-17, which knows no policy variables: they are text like any other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 *
 * A managed policy must be of 2012-10-17 ("Policy document must be version 2012-10-17 or greater.":
 * https://github.com/Meteor-Community-Packages/Meteor-CollectionFS/issues/630); the same document is taken inside a role or user, as a trust policy and by the services, whose own default policies (SNS, SQS) are of 2008.
 * That IAM takes it inside a role is unverified, PutRolePolicy without a version would settle it.
 */
export function* versionFaults(
  document: Members,
  kind: PolicyKind,
  { managed = false }: Surroundings,
): Iterable<Fault> {
  const path = below("$", "Version");
  const version = member(document, "Version");
  if (version === "2012-10-17") return;
  if (version !== undefined && version !== "2008-10-17") {
    yield refused("version", path, "Version must be 2012-10-17 (or 2008-10-17, which is out of date).");
  } else if (kind === "identity" && managed) {
    yield refused("version-old", path, "A managed policy must have the Version 2012-10-17.");
  } else if (textOf(document).includes("${")) {
    const message = "Policy variables are plain text without the Version 2012-10-17.";
    yield ineffective("version-variables", path, message);
  }
}

/** The grammar forbids `Id` in identity-based policies; IAM stores it all the same, as moto's authors saw. */
export function* idFaults(document: Members, kind: PolicyKind): Iterable<Fault> {
  const id = member(document, "Id");
  if (id === undefined) return;
  const path = below("$", "Id");
  if (typeof id !== "string") yield refused("element-type", path, "Id must be a string.");
  else if (kind === "identity")
    yield ineffective("id-prohibited", path, "A policy of a role or user has no Id.");
}
