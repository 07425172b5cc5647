import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { Reads } from "../ports.ts";
import { known } from "./reading.ts";

/** Every name has an entry: what CodeBuild does not return is absent, and when it does not answer all are unknown. */
export async function readProjects(
  region: string,
  names: readonly string[],
  projects: Reads["projects"],
): Promise<ReadonlyMap<string, Known<Project>>> {
  const read = await known(() => projects.read(region, names));
  if (read.kind !== "known") return new Map(names.map((name) => [name, read]));
  const byName = new Map(read.value.map((project) => [project.name, project]));
  return new Map(names.map((name) => [name, knownIfThere(byName.get(name))]));
}

function knownIfThere(project: Project | undefined): Known<Project> {
  return project === undefined ? { kind: "absent" } : { kind: "known", value: project };
}
