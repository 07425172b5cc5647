import { type RoleArn, roleName } from "../../model/arn.ts";
import type { PolicyStatement, RemedyStep } from "../../model/remedy.ts";
import { nameOfStatement, placeOfStatement, statementRef } from "../access/answer.ts";
import { excludingCondition } from "../access/excluding-condition.ts";
import { codeBuildService } from "../access/questions.ts";
import { isDenied } from "../access/remedy.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { type Judgement, projectRule, type Rule, roleRule } from "./rule.ts";

const described = {
  id: "role-not-codebuild",
  severity: "high",
  about:
    "A project runs as a role that does not exist, or whose trust policy does not let CodeBuild assume it for the project. " +
    'A role that CodeBuild cannot assume for any project, or only as everybody can (`"AWS": "*"`), gets nothing from ' +
    "pullpass, because it may be someone else's.",
} as const;

/** https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
const ofEveryProject = roleRule(described, (facts, { role, snapshot }) => {
  if (!isPulling(facts)) return undefined;
  if (role.kind === "absent") {
    return {
      title: `The role ${roleName(snapshot.work.role)} does not exist.`,
      evidence: [["role", snapshot.work.role]],
      remedy: [
        {
          kind: "member",
          project: facts.project.name,
          member: "serviceRole",
          value: "the ARN of a role that exists and that CodeBuild may assume",
        },
      ],
      mender: "project owner",
      blocks: true,
    };
  }
  if (role.kind !== "not-codebuild") return undefined;
  return role.trusts === "everybody" ? open(facts) : shut(facts, "");
});

/** The trust policy admits CodeBuild, and not for this project. */
const ofThisProject = projectRule(described, (facts, { role }) => {
  if (!isPulling(facts) || role.kind === "not-codebuild") return undefined;
  return facts.assume?.decision.kind === "denied"
    ? shut(facts, ` for project ${facts.project.name}`)
    : undefined;
});

export const roleNotCodebuild: Rule = {
  ...described,
  examine: (facts, context) =>
    ofEveryProject.examine(facts, context) ?? ofThisProject.examine(facts, context),
};

/** A project without an image to pull has other ways to find out. */
function isPulling({ image }: ProjectFacts): boolean {
  return image.kind !== "takes-none";
}

function shut({ project, assume }: ProjectFacts, scope: string): Judgement {
  const decision = assume?.decision;
  const deniers = decision?.kind === "denied" && decision.how === "explicit" ? decision.by : [];
  const refs = deniers.map((each) => statementRef(each, "deny", "sts:AssumeRole"));
  const policies = assume?.policies;
  const place = { layer: "trust policy", of: project.role } as const;
  return {
    title: `CodeBuild cannot assume the role ${roleName(project.role)}${scope}.`,
    evidence: [["role", project.role], ...refs.map((each) => ["denied by", nameOfStatement(each)] as const)],
    remedy: [
      ...(refs.length > 0 && policies !== undefined
        ? refs.map(
            (each) =>
              ({
                kind: "exclusion",
                place,
                role: project.role,
                statement: placeOfStatement(each),
                condition: excludingCondition(each, policies, "aws:SourceArn", project.arn),
              }) as const,
          )
        : [{ kind: "statement", place, role: project.role, statement: admission(project.arn) } as const]),
      written(
        project.role,
        "Save the changed trust policy as trust.json and write it, or give the project another role.",
      ),
    ],
    mender: "role owner",
    blocks: true,
  };
}

/** Whoever reads a secret as this role could be anybody. A build may pull all the same. */
function open(facts: ProjectFacts): Judgement {
  const { project } = facts;
  const place = { layer: "trust policy", of: project.role } as const;
  return {
    title: `The trust policy of the role ${roleName(project.role)} admits everybody, and does not name CodeBuild.`,
    evidence: [["role", project.role]],
    remedy: [
      { kind: "statement", place, role: project.role, statement: admission(project.arn) },
      written(
        project.role,
        "Take the statement for everybody out of the trust policy, or give the project another role.",
      ),
    ],
    mender: "role owner",
    blocks: isDenied(facts),
  };
}

/** The last step: the policy as a whole is written again. */
function written(role: RoleArn, purpose: string): RemedyStep {
  const command = `aws iam update-assume-role-policy --role-name ${roleName(role)} --policy-document file://trust.json`;
  return { kind: "command", purpose, command };
}

/** For this project alone. https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html */
function admission(project: string): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Service: codeBuildService },
    Action: "sts:AssumeRole",
    Condition: { ArnEquals: { "aws:SourceArn": project } },
  };
}
