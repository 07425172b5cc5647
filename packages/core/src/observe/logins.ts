/** What was seen of the logins that the role's projects pull with. */
import { inParallel } from "../in-parallel.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { Work } from "../model/work.ts";
import type { Reads } from "../ports.ts";
import type { Snapshot } from "./snapshot.ts";

const readsAtOnce = 20;

/** `undefined` where nobody checks logins. @throws what the ledger throws */
export async function readLogins(
  projects: ReadonlyMap<string, Known<Project>>,
  { role, region }: Work,
  logins: Reads["logins"],
): Promise<Snapshot["logins"]> {
  if (logins === undefined) return undefined;
  const own = [...projects.values()].flatMap((project) =>
    project.kind === "known" && project.value.role === role && project.value.credential !== undefined
      ? [project.value.name]
      : [],
  );
  const read = await inParallel(own, readsAtOnce, async (name) => {
    const login = await logins.loginCheck(region, name);
    return login === undefined ? [] : [[name, login] as const];
  });
  return new Map(read.flat());
}
