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
  const own = [...projects.values()].flatMap((project) =>
    project.kind === "known" && project.value.role === role ? [project.value] : [],
  );
  const sights = await inParallel(registriesOf(own), looksAtOnce, async ([key, name]) => {
    const sight = await registries.look(name);
    return sight === undefined ? [] : [[key, sight] as const];
  });
  return new Map(sights.flat());
}

/** Those that builds pull from, by `registryKey`. The jobs of a runner bring images of their own. */
export function registriesOf(projects: readonly Project[]): ReadonlyMap<string, RegistryName> {
  return new Map(
    projects.flatMap(({ image, runner }) => {
      const registry = runner ? undefined : registryOf(image);
      return registry === undefined ? [] : [[registryKey(registry), registry] as const];
    }),
  );
}
