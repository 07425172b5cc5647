import { inlinePolicyCharactersMax } from "../../policy/quota.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const policyQuota = projectRule(
  {
    id: "policy-quota",
    severity: "high",
    about:
      "The role's inline policies would exceed IAM's quota with the grant that the project needs. None of the new " +
      "grants is written, and what the role has stays.",
  },
  ({ project, need }, { policy, snapshot }) => {
    if (policy.tooLarge === undefined || need.kind !== "secret") return undefined;
    const granted = policy.grants.find((grant) => grant.secret === need.secret.arn);
    if (granted?.projects.includes(project.name)) return undefined;
    return {
      title: `The grant for project ${project.name} does not fit into the inline policies of its role.`,
      evidence: [
        ["role", snapshot.work.role],
        ["characters with the grant", String(policy.tooLarge)],
        ["quota", String(inlinePolicyCharactersMax)],
      ],
      remedy: `Move other inline policies of the role to managed policies, or give some of its projects a role of their own. See what is there: aws iam list-role-policies --role-name ${snapshot.work.role.split("/").at(-1)}`,
    };
  },
);
