/** Changes that were made → what puts back what was there before them. */

import type { Change, Grant, Normalizes } from "../model/change.ts";
import { ignored } from "../model/consent.ts";
import type { Plan, PolicyWrite, ProjectUpdate } from "../plan/decided.ts";
import { textBefore } from "../plan/policy-on-role.ts";
import { policyWrite } from "../plan/policy-write.ts";
import { grantedBy } from "../policy/policy-reader.ts";
import { rolePolicy } from "../policy/role-policy.ts";
import type { RecordedChange } from "../ports.ts";
import { type GrantUndo, undoGrant } from "./undo-grant.ts";
import { undoNormalization } from "./undo-normalization.ts";
import { type RefusedUndo, type RoleUndo, targetsOf, type UndoTarget } from "./undone.ts";

export interface UndoInputs {
  /** Applied changes of one role in one Region. */
  readonly asked: readonly RecordedChange[];
  /** All changes of that role since the oldest of them, the newest first. */
  readonly history: readonly RecordedChange[];
  /** What pullpass would do with the role and its projects today. */
  readonly plan: Plan;
  readonly unsettled: readonly RecordedChange[];
}

/**
 * What is put back is a state, not a step: so newer changes of the same secret on the role, or of the same project, go with it, and
 * a second undo finds it done. A grant comes back only where pullpass may give it today: withdrawn consent stays withdrawn.
 */
export function planUndo({ asked, history, plan, unsettled }: UndoInputs): RoleUndo {
  const targets = targetsOf(asked, history);
  const left = new Set(unsettled.map(({ change }) => change.id));
  const policy = undoPolicy(targets, plan, left);
  const projects = undoProjects(targets, plan, left);
  const isDone = (target: UndoTarget) => policy.done.includes(target) || projects.done.includes(target);
  const made = targets.filter(isDone);
  const { role } = plan.before.snapshot;
  const isIgnored = role.kind === "known" && ignored(role.value.tags, plan.before.settings.tagPrefix);
  return {
    role: plan.work.role,
    region: plan.work.region,
    changes: [...projects.updates.map(({ change }) => change), ...policy.changes],
    policy: policy.write,
    grants: policy.grants,
    taken: policy.changes.flatMap((change) => (change.kind === "revocation" ? [change.grant.secret] : [])),
    updates: projects.updates,
    finished: projects.finished,
    newer: made.flatMap(({ newer }) => newer),
    already: [...policy.already, ...projects.already].flatMap((target) => target.asked),
    refused: [...policy.refused, ...projects.refused],
    keepOff: { role: policy.comesBack && !isIgnored, projects: projects.keepOff },
  };
}

interface PolicyPart {
  readonly changes: readonly Exclude<Change, Normalizes>[];
  readonly write: PolicyWrite;
  readonly grants: readonly Grant[];
  readonly comesBack: boolean;
  readonly done: readonly UndoTarget[];
  readonly already: readonly UndoTarget[];
  readonly refused: readonly RefusedUndo[];
}

function undoPolicy(all: readonly UndoTarget[], plan: Plan, unsettled: ReadonlySet<string>): PolicyPart {
  const targets = all.filter(({ oldest }) => oldest.kind !== "normalization");
  const { role, grants: recorded, work } = plan.before.snapshot;
  const none = {
    changes: [],
    write: { kind: "keep" },
    grants: recorded,
    comesBack: false,
    done: [],
    already: [],
  } as const;
  const refuseAll = (why: string): PolicyPart => ({
    ...none,
    refused: targets.flatMap(({ asked }) => asked.map(({ change }) => ({ change, why }))),
  });
  if (targets.length === 0) return { ...none, refused: [] };
  if (role.kind === "absent") return refuseAll("The role was deleted, and its policies with it.");
  if (role.kind === "unknown") return refuseAll(`The role cannot be read: ${role.reason}`);
  const text = textBefore(role.value, plan.before);
  const present = grantedBy(text || undefined);
  if (present === undefined) {
    return refuseAll(
      "Somebody else wrote the policy that pullpass owns: the deployment, or pullpass apply, puts that right first.",
    );
  }
  const undone = targets.map((target) => {
    const { oldest } = target;
    if (oldest.kind === "restoration") return { target, undo: notPutBack };
    if (oldest.kind === "retry") return { target, undo: notStopped };
    const undo: GrantUndo =
      oldest.kind === "normalization"
        ? { kind: "already" }
        : undoGrant(oldest, target, { plan, text, present, unsettled });
    return { target, undo };
  });
  const back = undone.flatMap(({ target, undo }) => (undo.kind === "put-back" ? [{ target, ...undo }] : []));
  const replaced = new Set(back.map(({ change }) => change.grant.secret));
  const stays = <T extends { readonly secret: Grant["secret"] }>(each: T) => !replaced.has(each.secret);
  const wanted = [...present.filter(stays), ...back.flatMap((each) => each.wanted ?? [])];
  const document = wanted.length === 0 ? "" : rolePolicy(wanted);
  return {
    changes: back.map(({ change }) => change),
    write: policyWrite(document, role.value, {
      policyName: plan.before.settings.policyName,
      region: work.region,
      isSo: document === text,
    }),
    grants: [...recorded.filter(stays), ...back.flatMap(({ grant }) => grant ?? [])].sort((a, b) =>
      a.secret < b.secret ? -1 : 1,
    ),
    comesBack: back.some(({ comesBack }) => comesBack),
    done: back.map(({ target }) => target),
    already: undone.flatMap(({ target, undo }) => (undo.kind === "already" ? [target] : [])),
    refused: undone.flatMap(({ target, undo }) =>
      undo.kind === "refused" ? target.asked.map(({ change }) => ({ change, why: undo.why })) : [],
    ),
  };
}

const notPutBack: GrantUndo = {
  kind: "refused",
  why: "What somebody else wrote into the policy that pullpass owns is not put back: the record has its text. Write it into a policy of another name.",
};

const notStopped: GrantUndo = {
  kind: "refused",
  why: "A build that was started is not taken back: stop it with aws codebuild stop-build, while it runs.",
};

interface ProjectsPart {
  readonly updates: readonly ProjectUpdate[];
  readonly finished: readonly Normalizes[];
  readonly keepOff: readonly string[];
  readonly done: readonly UndoTarget[];
  readonly already: readonly UndoTarget[];
  readonly refused: readonly RefusedUndo[];
}

function undoProjects(all: readonly UndoTarget[], plan: Plan, unsettled: ReadonlySet<string>): ProjectsPart {
  const undone = all.flatMap((target) => {
    const { oldest } = target;
    if (oldest.kind !== "normalization") return [];
    return [{ target, undo: undoNormalization(oldest, target, plan) }];
  });
  const updates = undone.flatMap(({ target, undo }) => (undo.kind === "update" ? [{ target, ...undo }] : []));
  return {
    updates: updates.map(({ update }) => update),
    finished: undone.flatMap(({ undo }) =>
      undo.kind === "already" && unsettled.has(undo.change.id) ? [undo.change] : [],
    ),
    keepOff: updates.flatMap(({ update, keepOff }) => (keepOff ? [update.change.project] : [])),
    done: updates.map(({ target }) => target),
    already: undone.flatMap(({ target, undo }) => (undo.kind === "already" ? [target] : [])),
    refused: undone.flatMap(({ target, undo }) =>
      undo.kind === "refused" ? target.asked.map(({ change }) => ({ change, why: undo.why })) : [],
    ),
  };
}
