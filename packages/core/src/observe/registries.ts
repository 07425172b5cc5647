/** What is seen of the registries that the role's projects pull from. */
import { inParallel } from "../in-parallel.ts";
import { registryOf } from "../model/image.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import { type RegistryName, registryKey } from "../model/registry-sight.ts";
import type { Work } from "../model/work.ts";
import type { Reads } from "../ports.ts";
import type { Snapshot } from "./snapshot.ts";

/** Side by side, of one role: a registry that does not answer takes its time. */
const looksAtOnce = 4;

/** `undefined` where nobody looks. */
export async function lookAtRegistries(
  projects: ReadonlyMap<string, Known<Project>>,
  { role }: Work,
  registries: Reads["registries"],
): Promise<Snapshot["registries"]> {
  if (registries === undefined) return undefined;
  const named = new Map<string, RegistryName>();
  for (const project of projects.values()) {
    if (project.kind !== "known" || project.value.role !== role || project.value.runner) continue;
    const registry = registryOf(project.value.image);
    if (registry !== undefined) named.set(registryKey(registry), registry);
  }
  const sights = await inParallel(named, looksAtOnce, async ([key, name]) => {
    return [key, await registries.look(name)] as const;
  });
  return new Map(sights);
}
