/** Who is let in, or no longer: from the tags that a secret has to those that it is to have. Pure. */
import { type ConsentValue, consentOf, consentWith, everyone, misreadWords, wordsOf } from "./consent.ts";
import { type Tags, tagValue } from "./tags.ts";

export interface ConsentRequest {
  /** Project names. */
  readonly projects: readonly string[];
  /** Beginnings of project names. */
  readonly prefixes: readonly string[];
  readonly group: string | undefined;
  /** Every project of the account. */
  readonly all: boolean;
}

/** A tag's new value; `undefined` where it is to be removed. */
export type ConsentTags = ReadonlyMap<string, string | undefined>;

export type ConsentChange =
  /** Only what differs; empty if it is so already. */
  { readonly kind: "tags"; readonly tags: ConsentTags } | Extract<ConsentValue, { kind: "impossible" }>;

/** The secret's tags with what is asked for; nobody who is let in loses that. */
export function allowing(tags: Tags, request: ConsentRequest, tagPrefix: string): ConsentChange {
  const wrong = misread(request, tagPrefix);
  if (wrong !== undefined) return wrong;
  const changed = new Map<string, string | undefined>();
  const key = `${tagPrefix}projects`;
  const isOpenToAll = consentOf(tags, tagPrefix).kind === "all";
  if (request.all && !isOpenToAll) changed.set(key, everyone);
  const words = wordsIn(request);
  if (words.length > 0 && !isOpenToAll && !request.all) {
    const written = consentWith(tagValue(tags, key), words, tagPrefix);
    if (written.kind === "impossible") return written;
    if (written.value !== wordsOf(tagValue(tags, key)).join(" ")) changed.set(key, written.value);
  }
  const group = tagValue(tags, `${tagPrefix}group`);
  if (request.group !== undefined && request.group !== group) {
    if (group !== undefined && group.trim() !== "") {
      return impossible(
        `The secret is for the group ${group}, and a secret has one group.`,
        `Take that away first: pullpass disallow SECRET --group '${group}'.`,
      );
    }
    changed.set(`${tagPrefix}group`, request.group);
  }
  return { kind: "tags", tags: changed };
}

/** The secret's tags without what is asked for. */
export function disallowing(tags: Tags, request: ConsentRequest, tagPrefix: string): ConsentChange {
  const wrong = misread(request, tagPrefix);
  if (wrong !== undefined) return wrong;
  const changed = new Map<string, string | undefined>();
  const key = `${tagPrefix}projects`;
  const words = wordsIn(request);
  const present = wordsOf(tagValue(tags, key));
  if (consentOf(tags, tagPrefix).kind === "all") {
    if (request.all) changed.set(key, undefined);
    else if (words.length > 0) {
      return impossible(
        `The tag ${key} lets every project in: no single one can be taken out of it.`,
        "Take that away with --all, and allow those that stay by name.",
      );
    }
  } else {
    const left = present.filter((word) => !words.includes(word));
    if (left.length === 1 && left[0] === everyone && present.length > 1) {
      return impossible(
        `Only ${everyone} would be left in ${key}, which lets every project in.`,
        `Disallow the project ${everyone}, too, and let it in by a group.`,
      );
    }
    if (left.length < present.length) changed.set(key, left.length === 0 ? undefined : left.join(" "));
  }
  const group = tagValue(tags, `${tagPrefix}group`);
  if (request.group !== undefined && request.group === group) changed.set(`${tagPrefix}group`, undefined);
  return { kind: "tags", tags: changed };
}

function wordsIn({ projects, prefixes }: ConsentRequest): readonly string[] {
  return [...projects, ...prefixes.map((prefix) => `prefix=${prefix}`)];
}

/** Each has to be one word that means what was asked for. */
function misread(request: ConsentRequest, tagPrefix: string): ConsentChange | undefined {
  const [wrong] = wordsIn(request).filter(
    (word) =>
      wordsOf(word).length !== 1 || misreadWords({ [`${tagPrefix}projects`]: word }, tagPrefix).length > 0,
  );
  if (wrong !== undefined) {
    return impossible(
      `${wrong} is no name of a project, and no beginning of one.`,
      "Names have letters, digits, - and _ alone.",
    );
  }
  if (request.group === undefined || /^[\p{L}\p{N} _.:/=+@-]*\S[\p{L}\p{N} _.:/=+@-]*$/u.test(request.group))
    return undefined;
  return impossible(
    `${request.group} is no value of a tag.`,
    "Use letters, digits, space and _ . : / = + - @.",
  );
}

function impossible(why: string, instead: string): Extract<ConsentChange, { kind: "impossible" }> {
  return { kind: "impossible", why, instead };
}
