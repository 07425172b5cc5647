/** What a rule is, and the two ways to make one. */
import {
  type Finding,
  type Mender,
  projectSubject,
  type RuleId,
  type Severity,
  type Subject,
} from "../../model/finding.ts";
import type { Remedy } from "../../model/remedy.ts";
import type { Settings } from "../../model/settings.ts";
import type { Work } from "../../model/work.ts";
import type { Snapshot } from "../../observe/snapshot.ts";
import type { GrantedSecret } from "../../policy/role-policy.ts";
import type { RepairLimits } from "../limits.ts";
import type { ProjectFacts } from "../project-facts.ts";
import type { RoleVerdict } from "../role-verdict.ts";
import type { UnreadPart } from "../unread.ts";

export interface Rule {
  readonly id: RuleId;
  /** The worst that it can have. */
  readonly severity: Severity;
  /** For the docs: when it opens, and what happens if nobody acts. */
  readonly about: string;
  readonly examine: (facts: ProjectFacts, context: RuleContext) => Finding | undefined;
}

/** What is the same for all projects of the role. */
export interface RuleContext {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly role: RoleVerdict;
  readonly limits: RepairLimits;
  /** What pullpass's own policy gives the role. */
  readonly ownGrants: readonly GrantedSecret[];
  /** The projects of the role that a secret does not let in, by its ARN. */
  readonly waiting: ReadonlyMap<string, readonly string[]>;
  /** Of the role and of the secrets of its grants. */
  readonly unreadOfRole: readonly UnreadPart[];
}

/** What a rule says of one subject. */
export interface Judgement {
  readonly title: string;
  readonly evidence: Finding["evidence"];
  readonly remedy: Remedy;
  readonly mender: Mender;
  /** A blocking finding is always `high`. */
  readonly blocks: boolean;
  /** Where it is milder, or worse, than the rule says; of one that blocks it is `high` whatever stands here. */
  readonly severity?: Severity;
  readonly waitsFor?: RuleId | undefined;
}

type Described = Pick<Rule, "id" | "severity" | "about">;

type Judge = (facts: ProjectFacts, context: RuleContext) => Judgement | undefined;

/** A rule that looks at a project of the role. */
export const projectRule = ruleAbout(({ project }) => projectSubject(project));

/** A rule that says the same of every project that pulls with the role. */
export const roleRule = ruleAbout((_facts, { snapshot }) => ({ kind: "role", arn: snapshot.work.role }));

function ruleAbout(subjectOf: (facts: ProjectFacts, context: RuleContext) => Subject) {
  return (rule: Described, judge: Judge): Rule => ({
    ...rule,
    examine(facts, context) {
      const judgement = judge(facts, context);
      return judgement && findingAbout(rule, subjectOf(facts, context), context, judgement);
    },
  });
}

/** What a rule says of a subject, whether or not a project was looked at. */
export function findingAbout(
  rule: Described,
  subject: Subject,
  { snapshot }: { readonly snapshot: { readonly work: Pick<Work, "account" | "region"> } },
  judgement: Judgement,
): Finding {
  const { account, region } = snapshot.work;
  const { title, evidence, remedy, mender, blocks, severity = rule.severity, waitsFor } = judgement;
  return {
    rule: rule.id,
    severity: blocks ? "high" : severity,
    subject,
    account,
    region,
    title,
    evidence,
    blocks,
    mender,
    remedy,
    waitsFor,
  };
}
