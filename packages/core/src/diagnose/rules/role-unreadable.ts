import type { Finding } from "../../model/finding.ts";
import { adviceOn, isUnreadable, menderOfRefusal } from "../unread.ts";
import { findingAbout, type Judgement, type RuleContext, roleRule } from "./rule.ts";

const described = {
  id: "role-unreadable",
  severity: "medium",
  about:
    "AWS does not let pullpass read the role, a policy on it or a secret of its grants, or what it read has a form that " +
    "is not known. Trying again would not help, so pullpass gives the role nothing and takes nothing from it until " +
    "somebody mends it.",
} as const;

export const roleUnreadable = roleRule(described, (_facts, context) => judge(context));

/** Also of a role whose projects cannot be looked at, or that has none. */
export function unreadableRole(context: RuleContext): Finding | undefined {
  const judgement = judge(context);
  return (
    judgement &&
    findingAbout(described, { kind: "role", arn: context.snapshot.work.role }, context, judgement)
  );
}

function judge({ snapshot, unreadOfRole }: RuleContext): Judgement | undefined {
  const unreadable = unreadOfRole.filter(isUnreadable).filter(({ saidBy }) => saidBy === undefined);
  const [first] = unreadable;
  if (first === undefined) return undefined;
  return {
    title: `pullpass cannot read what decides about the role ${snapshot.work.role}.`,
    evidence: [
      ["role", snapshot.work.role],
      ...unreadable.map(({ what, reason }) => [what, reason] as const),
    ],
    remedy: unreadable.map(({ what, refusal }) => ({ kind: "advice", text: adviceOn(refusal, what) })),
    mender: menderOfRefusal(first.refusal, first.owner),
    blocks: false,
  };
}
