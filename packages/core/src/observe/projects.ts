import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { Reads } from "../ports.ts";
import { readEach } from "../read-each.ts";
import { known, malformed } from "./reading.ts";

/** Every name has an entry: what CodeBuild does not return is absent, and when it does not answer all are unknown. */
export async function readProjects(
  region: string,
  names: readonly string[],
  projects: Reads["projects"],
): Promise<ReadonlyMap<string, Known<Project>>> {
  const read = await known(() => readEach(region, names, projects));
  if (read.kind !== "known") return new Map(names.map((name) => [name, read]));
  const byName = new Map(read.value.projects.map((project) => [project.name, project]));
  return new Map(names.map((name) => [name, knownIfThere(byName.get(name), read.value.malformed.get(name))]));
}

function knownIfThere(project: Project | undefined, fault: string | undefined): Known<Project> {
  if (fault !== undefined) return malformed(fault);
  return project === undefined ? { kind: "absent" } : { kind: "known", value: project };
}
