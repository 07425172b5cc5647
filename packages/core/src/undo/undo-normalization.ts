/** A project's credential as it was before a normalization. */

import type { Change, Normalizes } from "../model/change.ts";
import { ignored } from "../model/consent.ts";
import { maskCredential } from "../model/credential.ts";
import { type Project, stackOf } from "../model/project.ts";
import { parseSecretReference } from "../model/secret.ts";
import type { Plan, ProjectUpdate } from "../plan/decided.ts";
import { withCredential } from "../plan/normalization.ts";
import { undoId } from "./undo-id.ts";
import type { UndoTarget } from "./undone.ts";

export type NormalizationUndo =
  | { readonly kind: "update"; readonly update: ProjectUpdate; readonly keepOff: boolean }
  | { readonly kind: "already"; readonly change: Normalizes }
  | { readonly kind: "refused"; readonly why: string };

export function undoNormalization(
  oldest: Normalizes,
  { since, asked }: UndoTarget,
  { before: { snapshot, settings } }: Plan,
): NormalizationUndo {
  const name = oldest.project;
  const project = snapshot.projects.get(name);
  if (project === undefined || project.kind === "absent")
    return refused(`There is no project ${name} any more.`);
  if (project.kind === "unknown") return refused(`Project ${name} cannot be read: ${project.reason}`);
  const wanted = wantedOf(oldest);
  if (wanted === undefined) {
    return refused(
      "What the project named before is not in the ledger, because it may have been a login: put it back by hand.",
    );
  }
  const last = since[0]?.change;
  if (last?.kind !== "normalization") return refused("The ledger does not say what it was.");
  const { value: seen } = project;
  const change = changeFor(seen, wanted, oldest, { since, asked }, snapshot.work.causes);
  if (names(seen, wanted)) return { kind: "already", change };
  if (!names(seen, last.after)) {
    return refused(
      `Somebody else changed project ${name} since: it names ${seen.credential ?? "no secret"} now, and stays so.`,
    );
  }
  const environment = withCredential(seen.environment, wanted);
  const keepOff = !ignored(seen.tags, settings.tagPrefix);
  return { kind: "update", update: { change, seen, environment }, keepOff };
}

function refused(why: string): NormalizationUndo {
  return { kind: "refused", why };
}

/** `undefined` where the record has a mask in its place. */
function wantedOf({ before }: Normalizes): Normalizes["after"] | undefined {
  const { credential, pullCredentials } = before;
  if (parseSecretReference(credential) === undefined) return undefined;
  return {
    credential: maskCredential(credential),
    pullCredentials: pullCredentials === "SERVICE_ROLE" ? "SERVICE_ROLE" : "CODEBUILD",
  };
}

function names({ credential, pullCredentials }: Project, wanted: Normalizes["after"]): boolean {
  return credential === wanted.credential && pullCredentials === wanted.pullCredentials;
}

function changeFor(
  project: Project,
  after: Normalizes["after"],
  oldest: Normalizes,
  { since, asked }: Pick<UndoTarget, "since" | "asked">,
  causes: Change["causes"],
): Normalizes {
  const last = since[0]?.change;
  const { role, account, region, project: name } = oldest;
  return {
    kind: "normalization",
    id: undoId(since),
    role,
    account,
    region,
    reason: "A person asked pullpass to undo its change.",
    causes,
    outlook: [],
    undoes: asked.map(({ change }) => change.id),
    project: name,
    before: last?.kind === "normalization" ? last.after : oldest.after,
    after,
    round: 1,
    managedBy: stackOf(project),
  };
}
