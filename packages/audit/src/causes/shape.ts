/** What is the same in texts about several projects: all but the names of the project and of its role. */
import { roleName } from "@pullpass/core";
import type { ProjectReport } from "../report.ts";

type Named = Pick<ProjectReport, "name" | "role">;

/** Of any JSON: equal for two projects if only their own names, and their roles', are in the way. */
export function shapeOf(value: unknown, project: Named): string {
  return JSON.stringify(value, (key, each) => {
    if (namesOfProjects.has(key)) return undefined;
    return typeof each === "string" ? withoutNames(each, project) : each;
  });
}

/** Whom a consent step names besides is its role's affair, and its sentence repeats it. */
const namesOfProjects: ReadonlySet<string> = new Set(["projects", "why"]);

/** A sentence about a project, or its role, as one about any of several with several roles. */
export function generalized(text: string, project: Named, roles: "one" | "several"): string {
  const { name, role } = project;
  const ofAny = text
    .replace(wordsFor(`Project ${name}`), "The project")
    .replace(wordsFor(`project ${name}`), "the project");
  if (roles === "one") return ofAny;
  return ofAny
    .replaceAll(` role ${role}`, " role")
    .replaceAll(role, "the role")
    .replace(wordsFor(`role ${roleName(role)}`), "role")
    .replace(wordsFor(roleName(role)), "the role");
}

/** Is the text another for each project, or for each role? */
export function isOwn(text: string, project: Named): boolean {
  return withoutNames(text, project) !== text;
}

function withoutNames(text: string, { name, role }: Named): string {
  return text
    .replaceAll(role, "<role>")
    .replace(wordsFor(roleName(role)), "<role>")
    .replace(wordsFor(name), "<project>");
}

/** Whole words alone, and none within a path: `registry/web` is no project. */
function wordsFor(name: string): RegExp {
  const literal = name.replaceAll(/\W/g, "\\$&");
  return new RegExp(`(?<![\\w/.:-])${literal}(?![\\w/:-])`, "g");
}
