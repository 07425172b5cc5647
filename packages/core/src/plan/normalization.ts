/** A project's credential as it should be: the full ARN, read with the service role. */
import type { SecretArn } from "../model/arn.ts";
import type { Normalizes } from "../model/change.ts";
import { isJsonObject } from "../model/json.ts";
import type { Project, WholeEnvironment } from "../model/project.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { changeId } from "./change-id.ts";
import type { ProjectUpdate } from "./decided.ts";
import type { Settings } from "./settings.ts";

export type Normalization =
  /** The project is as it should be, or the deployment does not want it changed. */
  | { readonly kind: "none" }
  /** Something else keeps undoing it. */
  | { readonly kind: "given-up"; readonly rounds: number }
  | { readonly kind: "update"; readonly update: ProjectUpdate };

/** After so many rounds pullpass stops, and opens `iac-drift`. */
const driftRoundsMax = 3;

export function normalize(
  project: Project,
  secret: SecretArn,
  snapshot: Snapshot,
  settings: Settings,
): Normalization {
  if (project.credential === secret && project.pullCredentials === "SERVICE_ROLE") return { kind: "none" };
  const managedBy = stackOf(project);
  if (settings.normalization === "off") return { kind: "none" };
  if (settings.normalization === "unmanaged" && managedBy !== undefined) return { kind: "none" };
  const rounds = roundsOf(project.name, secret, snapshot);
  if (rounds >= driftRoundsMax) return { kind: "given-up", rounds };
  const change = changeOf(project, secret, managedBy, snapshot, settings);
  return { kind: "update", update: { change, environment: withCredential(project.environment, secret) } };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html */
export function stackOf({ tags }: Project): string | undefined {
  return tags["aws:cloudformation:stack-name"];
}

function roundsOf(project: string, secret: SecretArn, { driftRounds }: Snapshot): number {
  const drift = driftRounds.get(project);
  return drift?.credential === secret ? drift.rounds : 0;
}

/**
 * The environment to send: UpdateProject takes it whole, so everything else in it goes back as it came. The pull
 * type is always written: left out, CodeBuild keeps the old one (aws/aws-cdk#3429).
 */
function withCredential(environment: WholeEnvironment, secret: SecretArn): WholeEnvironment {
  const before = environment.registryCredential;
  return {
    ...environment,
    imagePullCredentialsType: "SERVICE_ROLE",
    registryCredential: {
      ...(isJsonObject(before) ? before : {}),
      credential: secret,
      credentialProvider: "SECRETS_MANAGER",
    },
  };
}

function changeOf(
  project: Project,
  secret: SecretArn,
  managedBy: string | undefined,
  snapshot: Snapshot,
  settings: Settings,
): Normalizes {
  const { role, account, region, causes } = snapshot.work;
  const before = { credential: project.credential ?? "", pullCredentials: project.pullCredentials };
  const after = { credential: secret, pullCredentials: "SERVICE_ROLE" as const };
  const id = changeId(snapshot, settings.mode, {
    kind: "normalization",
    from: roundsOf(project.name, secret, snapshot),
    to: [project.name, before, after],
  });
  const reason = whyNormalize(project, secret);
  return {
    kind: "normalization",
    id,
    role,
    account,
    region,
    reason,
    causes,
    project: project.name,
    before,
    after,
    managedBy,
  };
}

function whyNormalize({ credential, pullCredentials }: Project, secret: SecretArn): string {
  const reasons: string[] = [];
  if (credential !== secret) {
    reasons.push(`only the full ARN of a secret means the same secret in every Region and for good`);
  }
  if (pullCredentials !== "SERVICE_ROLE") {
    reasons.push(`CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone`);
  }
  return `${sentence(reasons.join(", and "))}.`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
