/** What a project needs of the role: nothing, one secret, or something that pullpass does not give. */

import type { SecretArn } from "../model/arn.ts";
import { consentCovers, consentOf, ignored } from "../model/consent.ts";
import type { Known } from "../model/known.ts";
import { matchesPattern } from "../model/pattern.ts";
import type { Project } from "../model/project.ts";
import type { Secret } from "../model/secret.ts";
import type { SecretKey, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import { type ImageVerdict, judgeImage } from "./image-verdict.ts";
import type { Settings } from "./settings.ts";

type Found = Extract<SecretLookup, { kind: "found" }>;

export type Need =
  /** Ignored, outside the pattern or of another account: neither touched nor flagged. */
  | { readonly kind: "hands-off" }
  /** The project is deleted, or uses another role. */
  | { readonly kind: "elsewhere"; readonly deleted: boolean }
  | { readonly kind: "no-credential" }
  | { readonly kind: "image"; readonly image: Exclude<ImageVerdict, { kind: "registry" }> }
  | { readonly kind: "not-found"; readonly lookedIn: readonly string[] }
  | { readonly kind: "ambiguous"; readonly candidates: readonly SecretArn[] }
  | { readonly kind: "cross-account"; readonly account: string }
  | { readonly kind: "pending-deletion"; readonly secret: Secret }
  | { readonly kind: "no-consent"; readonly secret: Secret }
  | { readonly kind: "key-gone"; readonly secret: Secret; readonly keyId: string }
  | SecretNeed
  | {
      readonly kind: "unknown";
      readonly reason: string;
      /** The key that AWS does not let pullpass look at, because of the key's own policy. */
      readonly shut?: ShutKey;
    };

export interface ShutKey {
  readonly secret: Secret;
  readonly keyId: string;
}

/** The secret is there, consents, and all that matters about it is known. */
export interface SecretNeed {
  readonly kind: "secret";
  readonly secret: Secret;
  readonly key: Extract<SecretKey, { kind: "default" | "customer" }>;
  readonly resourcePolicy: Known<unknown>;
  /** The credential as written, when it names an ARN that is gone. */
  readonly gone: string | undefined;
}

export function needOf(name: string, snapshot: Snapshot, settings: Settings): Need {
  const read = snapshot.projects.get(name) ?? { kind: "unknown", reason: "it was not read" };
  if (read.kind === "unknown") return { kind: "unknown", reason: `project ${name}: ${read.reason}` };
  if (read.kind === "absent") return { kind: "elsewhere", deleted: true };
  const project = read.value;
  if (handsOff(project, settings)) return { kind: "hands-off" };
  if (project.role !== snapshot.work.role) return { kind: "elsewhere", deleted: false };
  if (project.credential === undefined) return { kind: "no-credential" };
  const image = judgeImage(project);
  if (image.kind !== "registry") return { kind: "image", image };
  return ofLookup(project, project.credential, snapshot.secrets.get(project.credential), settings);
}

function handsOff(project: Project, settings: Settings): boolean {
  return (
    project.account !== settings.account ||
    !matchesPattern(settings.projectPattern, project.name) ||
    ignored(project.tags, settings.tagPrefix)
  );
}

function ofLookup(
  project: Project,
  credential: string,
  lookup: SecretLookup | undefined,
  settings: Settings,
): Need {
  if (lookup === undefined) return unknown(`secret ${credential}`, "it was not read");
  switch (lookup.kind) {
    case "unknown":
      return unknown(`secret ${credential}`, lookup.reason);
    case "found":
      return ofSecret(project, lookup, undefined, settings);
    case "recreated":
      return ofSecret(project, lookup.found, lookup.gone, settings);
    default:
      return lookup;
  }
}

function ofSecret(project: Project, found: Found, gone: string | undefined, settings: Settings): Need {
  const { secret, key, resourcePolicy } = found;
  if (secret.account !== settings.account) return { kind: "cross-account", account: secret.account };
  if (secret.deletion === "pending") return { kind: "pending-deletion", secret };
  if (!consentCovers(consentOf(secret.tags, settings.tagPrefix), project, settings.tagPrefix)) {
    return { kind: "no-consent", secret };
  }
  if (key.kind === "absent") return { kind: "key-gone", secret, keyId: key.keyId };
  if (key.kind === "unknown") {
    const { keyId } = key;
    return { ...unknown(`key ${keyId} of ${secret.arn}`, key.reason), ...shutBy(key, { secret, keyId }) };
  }
  if (resourcePolicy.kind === "unknown") {
    return unknown(`resource policy of ${secret.arn}`, resourcePolicy.reason);
  }
  if (key.kind === "customer" && key.policy.kind === "unknown" && key.key.account === settings.account) {
    const shut = shutBy(key.policy, { secret, keyId: key.key.arn });
    return { ...unknown(`key policy of ${key.key.arn}`, key.policy.reason), ...shut };
  }
  return { kind: "secret", secret, key, resourcePolicy, gone };
}

function unknown(what: string, reason: string): Extract<Need, { kind: "unknown" }> {
  return { kind: "unknown", reason: `${what}: ${reason}` };
}

function shutBy(
  { byItsPolicy }: { readonly byItsPolicy?: true },
  shut: ShutKey,
): { readonly shut?: ShutKey } {
  return byItsPolicy === undefined ? {} : { shut };
}
