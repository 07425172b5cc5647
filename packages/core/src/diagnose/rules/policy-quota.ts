import { roleName } from "../../model/arn.ts";
import { inlinePolicyCharactersMax } from "../../policy/quota.ts";
import { isDenied } from "../access/remedy.ts";
import { hasOwnGrant } from "../waits-for.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const policyQuota = projectRule(
  {
    id: "policy-quota",
    severity: "high",
    about:
      "The role's inline policies would exceed IAM's quota with the grant that the project needs. What fits is " +
      "granted, in the order of the secrets, and after a sweep the same account has the same grants. It is high where the role cannot read the secret without it.",
  },
  (facts, context) => {
    const { need, project } = facts;
    const { charactersWanted } = context.limits;
    if (charactersWanted === undefined || need.kind !== "secret" || hasOwnGrant(facts, context))
      return undefined;
    return {
      title: `The grant for project ${project.name} does not fit into the inline policies of its role.`,
      evidence: [
        ["role", project.role],
        ["characters with the grant", String(charactersWanted)],
        ["quota", String(inlinePolicyCharactersMax)],
      ],
      remedy: [
        {
          kind: "command",
          purpose:
            "Move other inline policies of the role to managed policies, or give some of its projects a role of their own. See what is there.",
          command: `aws iam list-role-policies --role-name ${roleName(project.role)}`,
        },
      ],
      mender: "role owner",
      blocks: isDenied(facts),
      severity: "low",
    };
  },
);
