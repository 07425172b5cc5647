/** The tags on a secret that say which projects may use it. No token, no consent. */
import { isProjectName } from "./project.ts";
import { type Tags, tagValue } from "./tags.ts";

export type Consent =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | {
      readonly kind: "some";
      /** Project names. */
      readonly names: readonly string[];
      /** Beginnings of project names, none of them empty. */
      readonly prefixes: readonly string[];
      /** Value of the group tag that a project must carry too; `undefined` when the secret has none. */
      readonly group: string | undefined;
    };

/**
 * Reads `<prefix>projects` (`web api prefix=payments-`, or `all`) and `<prefix>group`. `all` means every project only where
 * it stands alone; beside other words it is a project's name. A word that is neither a project's name nor a beginning of
 * one consents to nothing; the others keep their meaning. Tags hold no commas and no globs:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html
 */
export function consentOf(tags: Tags, tagPrefix: string): Consent {
  const tokens = wordsOf(tagValue(tags, `${tagPrefix}projects`));
  if (tokens.length === 1 && tokens[0] === everyone) return { kind: "all" };
  const names = tokens.filter(isProjectName);
  const prefixes = tokens.flatMap((token) => namePrefix.exec(token)?.[1] ?? []);
  const group = groupOf(tags, tagPrefix);
  if (names.length === 0 && prefixes.length === 0 && group === undefined) return { kind: "none" };
  return { kind: "some", names, prefixes, group };
}

/** The words of `<prefix>projects` that consent to nothing: someone meant something by them. */
export function misreadWords(tags: Tags, tagPrefix: string): readonly string[] {
  const words = wordsOf(tagValue(tags, `${tagPrefix}projects`));
  return words.filter((word) => !isProjectName(word) && !namePrefix.test(word));
}

export type ConsentValue =
  | { readonly kind: "value"; readonly value: string }
  /** Why no value says it, and what does; a sentence each. */
  | { readonly kind: "impossible"; readonly why: string; readonly instead: string };

/** What `<prefix>projects` is to be, so that it names these projects beside what it has. */
export function consentWith(
  present: string | undefined,
  projects: readonly string[],
  tagPrefix: string,
): ConsentValue {
  const key = `${tagPrefix}projects`;
  const group = `give projects and secret the same tag ${tagPrefix}group`;
  // Beside other words it would be a name, until somebody takes those away.
  if (projects.includes(everyone)) {
    return {
      kind: "impossible",
      why: `A project called ${everyone} cannot be named in ${key}, where ${everyone} means every project.`,
      instead: `To let it in, ${group}.`,
    };
  }
  const value = [...new Set([...wordsOf(present), ...projects])].join(" ");
  if (value.length <= tagValueCharactersMax) return { kind: "value", value };
  return {
    kind: "impossible",
    why: `The tag ${key} has no room for so many names.`,
    instead: `Let a prefix stand for several names (prefix=team-), or ${group}.`,
  };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Tag.html */
const tagValueCharactersMax = 256;

/** Alone, it means every project. */
export const everyone = "all";

/** Separated by the space alone. */
export function wordsOf(value: string | undefined): readonly string[] {
  return (value ?? "").split(" ").filter((word) => word !== "");
}

/** May this project use the secret? */
export function consentCovers(
  consent: Consent,
  project: { readonly name: string; readonly tags: Tags },
  tagPrefix: string,
): boolean {
  switch (consent.kind) {
    case "none":
      return false;
    case "all":
      return true;
    case "some":
      return (
        consent.names.includes(project.name) ||
        consent.prefixes.some((prefix) => project.name.startsWith(prefix)) ||
        (consent.group !== undefined && consent.group === groupOf(project.tags, tagPrefix))
      );
  }
}

/** `<prefix>ignore` with any value but `false`: pullpass gives the project or role nothing, and writes no project. */
export function ignored(tags: Tags, tagPrefix: string): boolean {
  const value = tagValue(tags, `${tagPrefix}ignore`);
  return value !== undefined && value !== "false";
}

/** What a project's name may begin with. */
const namePrefix = /^prefix=([A-Za-z0-9][A-Za-z0-9_-]{0,254})$/;

/** A blank group would join all that were tagged by a template with nothing to fill in. */
function groupOf(tags: Tags, tagPrefix: string): string | undefined {
  const group = tagValue(tags, `${tagPrefix}group`);
  return group === undefined || group.trim() === "" ? undefined : group;
}
