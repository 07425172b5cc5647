/** Projects of which one may make no sense. */
import { InvalidArn } from "./model/arn.ts";
import type { Project } from "./model/project.ts";
import type { Projects } from "./ports.ts";

export interface EachRead {
  readonly projects: readonly Project[];
  /** What nobody can make out, by name: why. */
  readonly malformed: ReadonlyMap<string, string>;
}

/** A project whose role is no role's ARN must not hide the others: those are asked for in ever smaller batches. */
export async function readEach(
  region: string,
  names: readonly string[],
  projects: Pick<Projects, "read">,
): Promise<EachRead> {
  try {
    return { projects: await projects.read(region, names), malformed: new Map() };
  } catch (error) {
    if (!(error instanceof InvalidArn)) throw error;
    const [only = "", ...others] = names;
    if (others.length === 0) return { projects: [], malformed: new Map([[only, error.message]]) };
    const middle = Math.ceil(names.length / 2);
    const first = await readEach(region, names.slice(0, middle), projects);
    const second = await readEach(region, names.slice(middle), projects);
    return {
      projects: [...first.projects, ...second.projects],
      malformed: new Map([...first.malformed, ...second.malformed]),
    };
  }
}
