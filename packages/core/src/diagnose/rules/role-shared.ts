import { roleName } from "../../model/arn.ts";
import { reaches } from "../../model/binding.ts";
import { consentCovers, consentOf } from "../../model/consent.ts";
import type { Finding } from "../../model/finding.ts";
import type { Project } from "../../model/project.ts";
import type { Secret } from "../../model/secret.ts";
import { othersAdmitted } from "../access/trust.ts";
import { foundBy } from "../project-facts.ts";
import { findingAbout, type Judgement, projectRule, type Rule, type RuleContext } from "./rule.ts";

const described = {
  id: "role-shared",
  severity: "high",
  about:
    "A grant lets somebody read whom the secret's owner did not name, because it is the role's: a project of the role without " +
    "consent, where the grant is not bound to projects, or whoever else the role's trust policy admits, whose requests carry no " +
    'project. There is none of the latter with `bindGrants: "strict"`.',
} as const;

/** A project that reads with a grant that is not for it. */
const ofThisProject = projectRule(described, ({ project }, context) => {
  const secrets = context.ownGrants
    .filter(({ bound }) => reaches(bound, project.arn))
    .flatMap(({ secret }) => withoutConsent(secret, project, context) ?? []);
  const [first] = secrets;
  if (first === undefined) return undefined;
  return {
    title: `Project ${project.name} may read the secret ${first.name} with its role, and the secret does not consent to it.`,
    evidence: [["role", project.role], ...secrets.map(({ arn }) => ["secret", arn] as const)],
    remedy: [
      {
        kind: "member",
        project: project.name,
        member: "serviceRole",
        value: "the ARN of a service role of its own",
      },
    ],
    mender: "project owner",
    blocks: false,
  };
});

/** The secret, if it was read and its tags do not consent to the project. */
function withoutConsent(
  arn: string,
  project: Project,
  { snapshot, settings: { tagPrefix } }: RuleContext,
): Secret | undefined {
  const secret = foundBy(snapshot.secrets.get(arn))?.secret;
  if (secret === undefined) return undefined;
  return consentCovers(consentOf(secret.tags, tagPrefix), project, tagPrefix) ? undefined : secret;
}

export const roleShared: Rule = {
  ...described,
  examine: (facts, context) => ofThisProject.examine(facts, context) ?? sharedRole(context),
};

/** Who else may assume a role that holds a grant, whichever of its projects were looked at. */
export function sharedRole(context: RuleContext): Finding | undefined {
  const { snapshot, ownGrants, role: verdict } = context;
  if (snapshot.role.kind !== "known") return undefined;
  const isRefused = verdict.kind === "shared";
  const secrets = ownGrants.filter(({ bound }) => bound?.strict !== true).map(({ secret }) => secret);
  const others = secrets.length > 0 || isRefused ? othersAdmitted(snapshot.role.value) : [];
  if (others.length === 0) return undefined;
  const { role } = snapshot.work;
  const judgement: Judgement = {
    title: isRefused
      ? `Others than CodeBuild may assume the role ${roleName(role)}: it is given no registry secret.`
      : `Others than CodeBuild may assume the role ${roleName(role)}, and read registry secrets as it.`,
    evidence: [
      ["role", role],
      ...others.map((each) => ["may assume it", each] as const),
      ...secrets.map((secret) => ["secret", secret] as const),
    ],
    remedy: [
      {
        kind: "advice",
        text:
          "Take them out of the role's trust policy, or give its projects a role that CodeBuild alone may assume. " +
          "A deployment with bindGrants strict shuts them out of the secrets.",
      },
      {
        kind: "command",
        purpose: "See the trust policy.",
        command: `aws iam get-role --role-name ${roleName(role)}`,
      },
    ],
    mender: "role owner",
    blocks: false,
  };
  return findingAbout(described, { kind: "role", arn: role }, context, judgement);
}
