/** Whom to ask, as the tags of a project or a secret say: what they say is a claim of whoever may tag. */
import type { Mender } from "./finding.ts";
import { withoutLogins } from "./login-form.ts";
import { type Tags, tagValue } from "./tags.ts";

export interface Contact {
  readonly name: string;
  /** `the secret's tag owner` */
  readonly by: string;
}

interface Tagged {
  readonly project: { readonly tags: Tags };
  /** `undefined` where it is not known which one. */
  readonly secret: { readonly tags: Tags } | undefined;
}

/** Of the project's owner, or the secret's; nobody else's is known. */
export function contactOf(
  mender: Mender,
  { project, secret }: Tagged,
  tagPrefix: string,
): Contact | undefined {
  const key = `${tagPrefix}${contactTag}`;
  if (mender === "project owner") return contactIn(project.tags, key, "project");
  if (mender !== "secret owner" || secret === undefined) return undefined;
  const owner = Object.keys(secret.tags)
    .filter((each) => each.toLowerCase() === "owner")
    .sort();
  return [key, ...owner].map((each) => contactIn(secret.tags, each, "secret")).find(Boolean);
}

/** After the prefix. */
const contactTag = "contact";

function contactIn(tags: Tags, key: string, of: "project" | "secret"): Contact | undefined {
  const name = withoutLogins(tagValue(tags, key)?.trim() ?? "");
  return name === "" ? undefined : { name, by: `the ${of}'s tag ${key}` };
}
