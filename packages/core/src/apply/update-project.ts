/**
 * UpdateProject has no version and takes the environment whole: who writes what was read a while ago undoes what others
 * wrote meanwhile. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html
 */
import { isDeepStrictEqual } from "node:util";
import type { Project, WholeEnvironment } from "../model/project.ts";
import type { Projects } from "../ports.ts";

/**
 * Writes only to a project that still is as it was seen, and reads that right before: the window in which another write can
 * be undone is one call. @throws what the ports throw
 */
export async function updateUnchanged(
  seen: Project,
  environment: WholeEnvironment,
  projects: Pick<Projects, "read" | "updateEnvironment">,
): Promise<"updated" | "changed"> {
  const { name, region } = seen;
  const [now] = await projects.read(region, [name]);
  if (!isDeepStrictEqual(now, seen)) return "changed";
  await projects.updateEnvironment(region, name, environment);
  return "updated";
}
