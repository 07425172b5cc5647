/** Which projects a grant is for, as IAM can hold to it: by the ARN of the project that a role's session was made for. */
import { arnParts, type RoleArn } from "./arn.ts";
import { matchesPattern } from "./pattern.ts";

export interface Binding {
  /** ARNs of projects, and patterns of them that end in `*`; sorted, none within another. */
  readonly projects: readonly string[];
  /** Also shuts out requests that carry no project: of whoever assumes the role outside CodeBuild. */
  readonly strict: boolean;
}

/** What a deployment binds its grants with. */
export type BindGrants = "ifExists" | "strict" | "off";

/** The account and Region that a role's projects are in. */
export interface ProjectPlace {
  readonly role: RoleArn;
  readonly account: string;
  readonly region: string;
}

/** The ARN of the project of that name, or the pattern for names: `pay-*`. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
export function projectArnOf(name: string, { role, account, region }: ProjectPlace): string {
  return `arn:${arnParts(role).partition}:codebuild:${region}:${account}:project/${name}`;
}

/** May a build of the project read with a grant that is bound so? `undefined` binds nothing. */
export function reaches(binding: Binding | undefined, project: string): boolean {
  return binding === undefined || binding.projects.some((pattern) => matchesPattern(pattern, project));
}

/** Lets the one read nobody whom the other does not? */
export function isWithin(one: Binding | undefined, other: Binding | undefined): boolean {
  if (other === undefined) return true;
  if (one === undefined || (other.strict && !one.strict)) return false;
  // A pattern is within another if the other takes it as a name: all of them have their `*` at the end.
  return one.projects.every((pattern) => reaches(other, pattern));
}

export function isSameBinding(one: Binding | undefined, other: Binding | undefined): boolean {
  return isWithin(one, other) && isWithin(other, one);
}

/** Sorted, and without what is within another. */
export function bindingOf(patterns: readonly string[], strict: boolean): Binding {
  const all = [...new Set(patterns)];
  const isCovered = (pattern: string) =>
    all.some((other) => other !== pattern && matchesPattern(other, pattern));
  return { projects: all.filter((pattern) => !isCovered(pattern)).sort(), strict };
}

/** The project whose build a role's session was made for. */
export const projectKey = "codebuild:ProjectArn";

/**
 * The binding as the condition of a statement. Equals and Like do the same of ARNs; the word tells a reader whether a
 * pattern is among them.
 */
export function bindingCondition({
  projects,
  strict,
}: Binding): Record<string, Record<string, readonly string[]>> {
  const comparison = projects.some((project) => project.includes("*")) ? "ArnLike" : "ArnEquals";
  return { [strict ? comparison : `${comparison}IfExists`]: { [projectKey]: projects } };
}
