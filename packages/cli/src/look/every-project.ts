import type { Project, Projects } from "@pullpass/core";

/** Every project of the Region, page by page. @throws the errors of core */
export async function everyProject(
  projects: Pick<Projects, "read" | "list">,
  region: string,
): Promise<readonly Project[]> {
  const all: Project[] = [];
  for await (const names of projects.list(region)) all.push(...(await projects.read(region, names)));
  return all;
}
