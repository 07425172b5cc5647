/** What makes texts about several projects or roles say the same thing: all but their own names. */
import type { Finding } from "./finding.ts";
import type { Remedy } from "./remedy.ts";

/** Whom a text is about, as far as that is known. */
export interface OwnNames {
  /** Of the project. */
  readonly name: string | undefined;
  /** An ARN. */
  readonly role: string | undefined;
}

/** Equal where the same thing is wrong, and the same person mends it in the same way. `first` is mended before it. */
export function causeShape(finding: Finding, first: Finding, own: OwnNames): string {
  return shapeOf([generalized(finding.title, own, "several"), mendingOf(first.remedy)], own);
}

/** One command lets in all that wait for a secret, whichever of them each finding names: those of its own role. */
function mendingOf(remedy: Remedy): readonly unknown[] {
  return remedy.map((step) => (step.kind === "consent" ? { ...step, projects: [], why: "" } : step));
}

/** Of any JSON: equal for two projects if only their own names, and their roles', are in the way. */
export function shapeOf(value: unknown, own: OwnNames): string {
  return JSON.stringify(value, (key, each) => {
    if (namesOfProjects.has(key)) return undefined;
    return typeof each === "string" ? withoutNames(each, own) : each;
  });
}

/** Whom a consent step names besides is its role's affair, and its sentence repeats it. */
const namesOfProjects: ReadonlySet<string> = new Set(["projects", "why"]);

/** A sentence about a project, or its role, as one about any of several with several roles. */
export function generalized(text: string, { name, role }: OwnNames, roles: "one" | "several"): string {
  const ofAny =
    name === undefined
      ? text
      : text
          .replace(wordsFor(`Project ${name}`), "The project")
          .replace(wordsFor(`project ${name}`), "the project");
  if (roles === "one" || role === undefined) return ofAny;
  return ofAny
    .replaceAll(` role ${role}`, " role")
    .replaceAll(role, "the role")
    .replace(wordsFor(`role ${lastName(role)}`), "role")
    .replace(wordsFor(lastName(role)), "the role");
}

/** Is the text another for each project, or for each role? */
export function isOwn(text: string, own: OwnNames): boolean {
  return withoutNames(text, own) !== text;
}

function withoutNames(text: string, { name, role }: OwnNames): string {
  const ofAnyRole =
    role === undefined ? text : text.replaceAll(role, "<role>").replace(wordsFor(lastName(role)), "<role>");
  return name === undefined ? ofAnyRole : ofAnyRole.replace(wordsFor(name), "<project>");
}

const lastName = (arn: string) => arn.slice(arn.lastIndexOf("/") + 1);

/** Whole words alone, and none within a path: `registry/web` is no project. */
function wordsFor(name: string): RegExp {
  const literal = name.replaceAll(/\W/g, "\\$&");
  return new RegExp(`(?<![\\w/.:-])${literal}(?![\\w/:-])`, "g");
}
