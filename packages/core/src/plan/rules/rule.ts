/** What a rule is, and the two ways to make one. */
import type { Finding, RuleId, Severity, Subject } from "../../model/finding.ts";
import type { Snapshot } from "../../observe/snapshot.ts";
import type { Facts, Look } from "../facts.ts";

export interface Rule {
  readonly id: RuleId;
  readonly severity: Severity;
  /** For the docs: when it opens, and what happens if nobody acts. */
  readonly about: string;
  readonly examine: (facts: Facts) => readonly Finding[];
}

/** What a rule says of one subject. */
export type Problem = Pick<Finding, "title" | "evidence" | "remedy">;

type Described = Pick<Rule, "id" | "severity" | "about">;

/** A rule that looks at each project of the role. */
export function projectRule(rule: Described, judge: (look: Look, facts: Facts) => Problem | undefined): Rule {
  const examine = (facts: Facts) =>
    facts.looks.flatMap((look) => {
      const problem = judge(look, facts);
      const subject: Subject = { kind: "project", name: look.project.name };
      return problem === undefined ? [] : [finding(rule, subject, facts.snapshot, problem)];
    });
  return { ...rule, examine };
}

/** A rule that looks at the role itself. */
export function roleRule(rule: Described, judge: (facts: Facts) => Problem | undefined): Rule {
  const examine = (facts: Facts) => {
    const problem = judge(facts);
    const subject: Subject = { kind: "role", arn: facts.snapshot.work.role };
    return problem === undefined ? [] : [finding(rule, subject, facts.snapshot, problem)];
  };
  return { ...rule, examine };
}

function finding(
  { id, severity }: Described,
  subject: Subject,
  { work }: Snapshot,
  problem: Problem,
): Finding {
  const { account, region } = work;
  const { title, evidence, remedy } = problem;
  return { rule: id, severity, subject, account, region, title, evidence, remedy };
}
