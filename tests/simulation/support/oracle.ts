/** Who is to read what: the reference that pullpass is held to, written from its documentation and not from its code. */
import type { Project } from "@aws-sdk/client-codebuild";
import { foreignAccount } from "./actions.ts";
import { roleName } from "./role-name.ts";
import type { SeenRole, SeenSecret, View } from "./view.ts";

/** A project that is to be let in. */
export interface Want {
  readonly project: string;
  /** The name of its role. */
  readonly role: string;
  readonly secret: SeenSecret;
}

type Tags = Readonly<Record<string, string>>;

/**
 * Each project whose secret consents and whose image takes a credential. Whether the role may be touched is not asked here. A
 * deployment that plans lets nobody in.
 */
export function wantsIn(view: View): readonly Want[] {
  if (view.mode === "plan") return [];
  return view.projects.flatMap((project) => {
    const { name = "", serviceRole, environment, tags = [] } = project;
    const reference = environment?.registryCredential?.credential;
    if (reference === undefined || environment?.image?.startsWith("aws/codebuild/")) return [];
    const secret = secretMeant(reference, view);
    if (secret === undefined || secret.isDeleted || isIgnored(tagsOf({ tags }))) return [];
    if (!consents(secret.tags, name, tagsOf({ tags }))) return [];
    return [{ project: name, role: roleName(serviceRole), secret }];
  });
}

/** What its owner, or the secret's, is to be told of its credential: by docs/findings.md, whatever pullpass may do about it. */
export function findingOf(project: Project, view: View): string | undefined {
  const { name = "", environment, tags = [] } = project;
  const reference = environment?.registryCredential?.credential;
  if (reference === undefined || environment?.image?.startsWith("aws/codebuild/")) return undefined;
  if (reference.includes(`:${foreignAccount}:`)) return "secret-cross-account";
  const secret = secretMeant(reference, view);
  if (secret === undefined) return "secret-not-found";
  if (secret.isDeleted) return "secret-pending-deletion";
  return consents(secret.tags, name, tagsOf({ tags })) ? undefined : "secret-no-consent";
}

export const findingsOfCredentials = [
  "secret-cross-account",
  "secret-no-consent",
  "secret-not-found",
  "secret-pending-deletion",
];

/** May pullpass give the role anything? */
export function isOpen({ isForCodeBuild, tags }: SeenRole): boolean {
  return isForCodeBuild && !isIgnored(tags);
}

/** `pullpass/ignore` with any value but `false`. */
export function isIgnored(tags: Tags): boolean {
  return "pullpass/ignore" in tags && tags["pullpass/ignore"] !== "false";
}

export function tagsOf({ tags = [] }: Pick<Project, "tags">): Tags {
  return Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value]));
}

/** Names of projects, beginnings of names, `all`, or the same group on both; one without a name is none. */
export function consents(tags: Tags, project: string, projectTags: Tags): boolean {
  const words = (tags["pullpass/projects"] ?? "").split(" ").filter((word) => word !== "");
  const byWord = words.some((word) => {
    if (word.startsWith("prefix=")) return project.startsWith(word.slice("prefix=".length));
    return word === project || (word === "all" && words.length === 1);
  });
  const group = tags["pullpass/group"];
  const isGroup = group !== undefined && group.trim() !== "";
  return byWord || (isGroup && group === projectTags["pullpass/group"]);
}

/** A name means the project's own Region first; an ARN its own Region, and there also what was made anew under its name. */
function secretMeant(reference: string, { secrets, region: own }: View): SeenSecret | undefined {
  const find = (region: string, is: (secret: SeenSecret) => boolean) =>
    secrets.find((secret) => secret.region === region && is(secret));
  if (!reference.startsWith("arn:")) {
    const byName = secrets.filter(({ name }) => name === reference);
    return byName.find(({ region }) => region === own) ?? byName[0];
  }
  const [, , , region = "", account, , resource = ""] = reference.split(":");
  if (account === foreignAccount) return undefined;
  return (
    find(region, ({ arn }) => arn === reference) ??
    find(region, ({ arn }) => arn.slice(0, -7) === reference) ??
    find(region, ({ name }) => name === resource.slice(0, -7))
  );
}
