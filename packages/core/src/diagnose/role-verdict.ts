/** May pullpass touch this role? The guardrails on roles, in the order in which they decide. */
import type { Decision } from "@pullpass/access";
import { arnParts, type RoleArn } from "../model/arn.ts";
import { ignored } from "../model/consent.ts";
import { protectedBy } from "../model/protected-roles.ts";
import { lacking, leftOutBy } from "../model/reach.ts";
import type { Settings } from "../model/settings.ts";
import { isJustWritten } from "../observe/just-written.ts";
import type { RoleState, Snapshot } from "../observe/snapshot.ts";
import { assumeAnswer } from "./access/shared-answers.ts";
import { namingCodeBuild, othersAdmitted } from "./access/trust.ts";
import { type UnreadPart, unread } from "./unread.ts";

export type RoleVerdict =
  | { readonly kind: "touchable"; readonly state: RoleState; readonly unknowns: readonly UnreadPart[] }
  /** Given nothing and not flagged, and it loses what is withdrawn. */
  | { readonly kind: "ignored"; readonly state: RoleState }
  /** pullpass's own: neither touched nor flagged. */
  | { readonly kind: "left-alone" }
  /** By its name or path the deployment's options leave it out, and IAM refuses every write to it. */
  | { readonly kind: "left-out"; readonly by: "rolePattern" | "rolePath" }
  /** It does not carry what the options require: it gets nothing, and loses what is withdrawn, with all else that it has. */
  | {
      readonly kind: "lacking";
      readonly what: "requiredBoundary" | "requiredRoleTag";
      readonly state: RoleState;
    }
  /** Nobody but AWS, or another account, may change it. */
  | { readonly kind: "protected"; readonly why: string }
  /** Not CodeBuild's: it cannot assume it, or only as everybody can. It gets nothing, and loses what is withdrawn. */
  | { readonly kind: "not-codebuild"; readonly trusts: "others" | "everybody"; readonly state: RoleState }
  /** Others than CodeBuild may assume it, and the deployment refuses that: it gets nothing, and loses what is withdrawn. */
  | { readonly kind: "shared"; readonly state: RoleState }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly unread: UnreadPart };

export function judgeRole(snapshot: Snapshot, settings: Settings): RoleVerdict {
  const { work, role, organization, takenAt } = snapshot;
  if (settings.ownRoles.includes(work.role)) return { kind: "left-alone" };
  const by = leftOutBy(work.role, settings);
  if (by !== undefined) return { kind: "left-out", by };
  const why = protectedReason(work.role, settings.account);
  if (why !== undefined) return { kind: "protected", why };
  if (role.kind === "unknown") {
    return { kind: "unknown", unread: unread(`role ${work.role}`, "role owner", role) };
  }
  if (role.kind === "absent") {
    const doubt = doubtOf(snapshot, settings);
    if (doubt === undefined) return { kind: "absent" };
    const reason = `IAM does not show it, and ${doubt}`;
    return { kind: "unknown", unread: unread(`role ${work.role}`, "role owner", { reason }) };
  }
  if (ignored(role.value.tags, settings.tagPrefix)) return { kind: "ignored", state: role.value };
  // Whatever the project: a trust policy may still be narrowed to some of them.
  const assumed = (trust: unknown) =>
    assumeAnswer({ role: { ...role.value, trust }, project: undefined, organization, at: takenAt }).decision;
  const { trust } = role.value;
  const decision = assumed(trust);
  if (decision.kind === "denied") return { kind: "not-codebuild", trusts: "others", state: role.value };
  const named = unreadTrust(decision).length === 0 ? namingCodeBuild(trust) : trust;
  if (named !== trust && assumed(named).kind === "denied") {
    return { kind: "not-codebuild", trusts: "everybody", state: role.value };
  }
  const what = lacking(role.value, settings);
  if (what !== undefined) return { kind: "lacking", what, state: role.value };
  const { sharedRoles, bindGrants } = settings;
  const isRefused = sharedRoles === "refuse" && bindGrants !== "strict";
  if (isRefused && othersAdmitted(role.value).length > 0) return { kind: "shared", state: role.value };
  return {
    kind: "touchable",
    state: role.value,
    unknowns: [...unreadTrust(decision), ...unknownsOf(role.value)],
  };
}

/** Why a role that IAM does not show may be there all the same: what it shows may be the past. */
function doubtOf(snapshot: Snapshot, settings: Settings): string | undefined {
  const { work, projects, takenAt } = snapshot;
  if (isJustWritten(snapshot, settings)) return "pullpass wrote its policy only minutes ago";
  if (work.causes.some(({ event }) => event === "DeleteRole")) return undefined;
  const isJustGiven = [...projects.values()].some(
    (read) =>
      read.kind === "known" &&
      read.value.role === work.role &&
      Date.parse(takenAt) - Date.parse(read.value.lastModified ?? "") < justGivenMs,
  );
  return isJustGiven ? "a project was given it only moments ago" : undefined;
}

/**
 * CodeBuild takes no project with a role that it cannot assume, so it was there.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 */
const justGivenMs = 60_000;

/** The role may be given more: it is pullpass's to touch, and nothing about it is unknown. */
export function isOpen(role: RoleVerdict): boolean {
  return role.kind === "touchable" && role.unknowns.length === 0;
}

function protectedReason(role: RoleArn, account: string): string | undefined {
  const { resource, account: owner } = arnParts(role);
  if (owner !== account) return `it belongs to account ${owner}`;
  return protectedBy(resource.slice("role".length));
}

function unreadTrust(decision: Decision): readonly UnreadPart[] {
  if (decision.kind !== "unknown") return [];
  const refusal = { kind: "malformed" } as const;
  const saidBy = "policy-malformed";
  return decision.hangsOn.flatMap((each) =>
    each.kind === "layer"
      ? [{ ...unread("trust policy", "role owner", { reason: each.reason, refusal }), saidBy }]
      : [],
  );
}

function unknownsOf({ arn, boundary, managedPolicies }: RoleState): readonly UnreadPart[] {
  const unknowns: UnreadPart[] = [];
  if (boundary.kind === "unknown") {
    unknowns.push(unread(`permissions boundary of ${arn}`, "role owner", boundary));
  }
  if (managedPolicies.kind === "unknown") {
    unknowns.push(unread(`attached policies of ${arn}`, "role owner", managedPolicies));
  }
  return unknowns;
}
