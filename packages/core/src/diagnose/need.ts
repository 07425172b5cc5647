/** What a project needs of the role: nothing, one secret, or something that pullpass does not give. */

import type { SecretArn } from "../model/arn.ts";
import { consentCovers, consentOf, ignored } from "../model/consent.ts";
import type { Known } from "../model/known.ts";
import { matchesPattern } from "../model/pattern.ts";
import type { Project } from "../model/project.ts";
import type { Refusal } from "../model/refusal.ts";
import type { Secret } from "../model/secret.ts";
import type { Settings } from "../model/settings.ts";
import type { SecretKey, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import { judgeImage } from "./image-verdict.ts";
import { type UnreadPart, unread } from "./unread.ts";

type Found = Extract<SecretLookup, { kind: "found" }>;

export type Need =
  /** Ignored, outside the pattern or of another account: given nothing and not flagged, and it loses what is withdrawn. */
  | { readonly kind: "ignored" }
  /** The project is deleted, or uses another role. */
  | { readonly kind: "elsewhere"; readonly deleted: boolean }
  | { readonly kind: "no-credential" }
  /** The image takes no credential, or is none. */
  | { readonly kind: "image" }
  | { readonly kind: "not-found"; readonly lookedIn: readonly string[] }
  | { readonly kind: "ambiguous"; readonly candidates: readonly SecretArn[] }
  | { readonly kind: "cross-account"; readonly account: string }
  | { readonly kind: "pending-deletion"; readonly secret: Secret }
  | { readonly kind: "no-consent"; readonly secret: Secret }
  | { readonly kind: "key-gone"; readonly secret: Secret; readonly keyId: string }
  | SecretNeed
  | UnknownNeed;

export interface UnknownNeed {
  readonly kind: "unknown";
  readonly unread: UnreadPart;
  /** A key whose own policy does not let pullpass look at it. */
  readonly unreadableKey?: UnreadableKey;
}

export interface UnreadableKey {
  readonly secret: Secret;
  readonly keyId: string;
}

/** The secret is there, consents, and all that matters about it is known. */
export interface SecretNeed {
  readonly kind: "secret";
  readonly secret: Secret;
  readonly key: Extract<SecretKey, { kind: "default" | "customer" }>;
  readonly nextKey: SecretKey | undefined;
  readonly resourcePolicy: Known<unknown>;
}

export function needOf(name: string, snapshot: Snapshot, settings: Settings): Need {
  const read = snapshot.projects.get(name) ?? { kind: "unknown", reason: "it was not read" };
  if (read.kind === "unknown") return unknown(`project ${name}`, "project owner", read);
  if (read.kind === "absent") return { kind: "elsewhere", deleted: true };
  const project = read.value;
  if (project.role !== snapshot.work.role) return { kind: "elsewhere", deleted: false };
  if (isLeftAlone(project, settings)) return { kind: "ignored" };
  if (project.credential === undefined) return { kind: "no-credential" };
  const image = judgeImage(project);
  if (image.kind === "takes-none" || image.kind === "invalid") return { kind: "image" };
  return ofLookup(project, project.credential, snapshot.secrets.get(project.credential), settings);
}

function isLeftAlone(project: Project, settings: Settings): boolean {
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
  const what = `secret ${credential}`;
  if (lookup === undefined) return unknown(what, "secret owner", { reason: "it was not read" });
  switch (lookup.kind) {
    case "unknown":
      return unknown(what, "secret owner", lookup);
    case "found":
      return ofSecret(project, lookup, settings);
    case "recreated":
      return ofSecret(project, lookup.found, settings);
    default:
      return lookup;
  }
}

function ofSecret(project: Project, found: Found, settings: Settings): Need {
  const { secret, key, nextKey, resourcePolicy } = found;
  if (secret.account !== settings.account) return { kind: "cross-account", account: secret.account };
  if (secret.deletion === "pending") return { kind: "pending-deletion", secret };
  if (!consentCovers(consentOf(secret.tags, settings.tagPrefix), project, settings.tagPrefix)) {
    return { kind: "no-consent", secret };
  }
  if (key.kind === "absent") return { kind: "key-gone", secret, keyId: key.keyId };
  if (key.kind === "unknown") {
    const { keyId } = key;
    return {
      ...unknown(`key ${keyId} of ${secret.arn}`, "key administrator", key),
      ...unreadableKey(key, { secret, keyId }),
    };
  }
  if (resourcePolicy.kind === "unknown") {
    return unknown(`resource policy of ${secret.arn}`, "secret owner", resourcePolicy);
  }
  if (key.kind === "customer" && key.policy.kind === "unknown" && key.key.account === settings.account) {
    return {
      ...unknown(`key policy of ${key.key.arn}`, "key administrator", key.policy),
      ...unreadableKey(key.policy, { secret, keyId: key.key.arn }),
    };
  }
  return { kind: "secret", secret, key, nextKey, resourcePolicy };
}

function unknown(...told: Parameters<typeof unread>): UnknownNeed {
  return { kind: "unknown", unread: unread(...told) };
}

function unreadableKey(
  { refusal }: { readonly refusal?: Refusal },
  key: UnreadableKey,
): Pick<UnknownNeed, "unreadableKey"> {
  const isShut = refusal?.kind === "denied" && refusal.by === "resource-based policy";
  return isShut ? { unreadableKey: key } : {};
}
