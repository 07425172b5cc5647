/** A project's credential as it should be: the full ARN, read with the service role. */
import type { SecretArn } from "../model/arn.ts";
import type { Normalizes } from "../model/change.ts";
import { maskCredential } from "../model/credential.ts";
import { isJsonObject } from "../model/json.ts";
import { type Project, stackOf, type WholeEnvironment } from "../model/project.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { changeId } from "./change-id.ts";
import type { ProjectUpdate } from "./decided.ts";
import { driftOf } from "./drift.ts";

export type Normalization =
  /** The project is as it should be, or the deployment does not want it changed. */
  | { readonly kind: "none" }
  /** Something else keeps undoing it. */
  | { readonly kind: "given-up" }
  | { readonly kind: "update"; readonly update: ProjectUpdate };

/** `drifts` as long as nobody can say that a loop has ended. */
export function normalize(
  project: Project,
  secret: SecretArn,
  snapshot: Snapshot,
  settings: Settings,
): Normalization & { readonly drifts: boolean } {
  const pullCredentials = project.runner ? project.pullCredentials : "SERVICE_ROLE";
  const stands = project.credential === secret && project.pullCredentials === pullCredentials;
  const managedBy = stackOf(project);
  const isUnwanted =
    settings.normalization === "off" || (settings.normalization === "unmanaged" && managedBy !== undefined);
  if (isUnwanted) return { kind: "none", drifts: false };
  const last = snapshot.driftRounds.get(project.name);
  const drift = driftOf({ project, wanted: secret, stands, last, takenAt: snapshot.takenAt });
  const drifts = drift.kind !== "none";
  if (stands) return { kind: "none", drifts };
  if (drift.kind === "loop") return { kind: "given-up", drifts };
  const after = { credential: secret, pullCredentials };
  const change = changeOf(project, { after, round: drift.round, managedBy }, snapshot, settings);
  const environment = withCredential(project.environment, after);
  return { kind: "update", update: { change, seen: project, environment }, drifts };
}

/**
 * The environment to send: UpdateProject takes it whole, so everything else in it goes back as it came. The pull
 * type is always written: left out, CodeBuild keeps the old one (aws/aws-cdk#3429).
 */
export function withCredential(
  environment: WholeEnvironment,
  { credential, pullCredentials }: Normalizes["after"],
): WholeEnvironment {
  const before = environment.registryCredential;
  return {
    ...environment,
    imagePullCredentialsType: pullCredentials,
    registryCredential: {
      ...(isJsonObject(before) ? before : {}),
      credential,
      credentialProvider: "SECRETS_MANAGER",
    },
  };
}

function changeOf(
  project: Project,
  { after, round, managedBy }: Pick<Normalizes, "after" | "round" | "managedBy">,
  snapshot: Snapshot,
  settings: Settings,
): Normalizes {
  const { role, account, region, causes } = snapshot.work;
  const before = {
    credential: maskCredential(project.credential ?? ""),
    pullCredentials: project.pullCredentials,
  };
  const last = snapshot.driftRounds.get(project.name);
  const id = changeId(snapshot, settings.mode, {
    kind: "normalization",
    from: last === undefined ? 0 : last.change,
    to: [project.name, before, after],
  });
  const reason = normalizationReason(project, after);
  return {
    kind: "normalization",
    id,
    role,
    account,
    region,
    reason,
    causes,
    outlook: [],
    project: project.name,
    before,
    after,
    round,
    ...(project.created !== undefined && { projectCreated: project.created }),
    managedBy,
  };
}

function normalizationReason({ credential, pullCredentials }: Project, after: Normalizes["after"]): string {
  const reasons: string[] = [];
  if (credential !== after.credential) {
    reasons.push(`only the full ARN of a secret means the same secret in every Region and for good`);
  }
  if (pullCredentials !== after.pullCredentials) {
    reasons.push(`CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone`);
  }
  return `${sentence(reasons.join(", and "))}.`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
