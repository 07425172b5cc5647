import { type Finding, projectSubject } from "../../model/finding.ts";
import { isDenied } from "../access/remedy.ts";
import type { RefusedWrite } from "../limits.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { adviceOn, menderOfRefusal } from "../unread.ts";
import { findingAbout, type Judgement, type Rule, type RuleContext } from "./rule.ts";

/** About the project where its own change is refused, and about the role where its policy is. */
export const changeRefused: Rule = {
  id: "change-refused",
  severity: "high",
  about:
    "AWS refuses to let pullpass write the role's policy, or the project. Trying again would not help, so it is tried when " +
    "something changes and with every sweep, and told once. It is high where a build cannot pull without the policy, or " +
    "where access that was withdrawn stays.",
  examine: (facts, context) => {
    const { policy, updates } = context.limits.refused;
    const update = updates.get(facts.project.name);
    if (update !== undefined) return ofProject(facts, update, context);
    return policy && ofRole(policy, context, facts.need.kind === "secret" && isDenied(facts));
  },
};

/** Also of a role that no project uses any more, and that access is to be taken from. */
export function refusedRole(context: RuleContext): Finding | undefined {
  const { policy } = context.limits.refused;
  return policy && ofRole(policy, context, false);
}

function ofRole(refused: RefusedWrite, context: RuleContext, blocks: boolean): Finding {
  const { role } = context.snapshot.work;
  return findingAbout(changeRefused, { kind: "role", arn: role }, context, {
    title: refused.takes
      ? `AWS refuses to let pullpass take access from the role ${role}.`
      : `AWS refuses to let pullpass give access to the role ${role}.`,
    ...refusalOf(refused, role, `role ${role}`),
    mender: menderOfRefusal(refused.refusal, "role owner"),
    blocks,
    severity: refused.takes ? "high" : "medium",
  });
}

function ofProject({ project }: ProjectFacts, refused: RefusedWrite, context: RuleContext): Finding {
  return findingAbout(changeRefused, projectSubject(project), context, {
    title: `AWS refuses to let pullpass write the credential of project ${project.name}.`,
    ...refusalOf(refused, project.role, `project ${project.name}`),
    mender: menderOfRefusal(refused.refusal, "project owner"),
    blocks: false,
    severity: "medium",
  });
}

function refusalOf(
  { refusal, words }: RefusedWrite,
  role: string,
  what: string,
): Pick<Judgement, "evidence" | "remedy"> {
  return {
    evidence: [
      ["role", role],
      ["refusal", words],
    ],
    remedy: [{ kind: "advice", text: adviceOn(refusal, what) }],
  };
}
