import { evaluate, type StatementReference } from "@pullpass/access";
import { type AccessQuestion, decryptQuestion, readQuestion } from "../access-questions.ts";
import { certainDenial } from "../certain-denial.ts";
import { ownPolicyName } from "../policy-plan.ts";
import { isOpen } from "../role-verdict.ts";
import { type Problem, projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const accessStillDenied = projectRule(
  {
    id: "access-still-denied",
    severity: "high",
    about:
      "The role has its grant, and something stronger denies it: an explicit deny in one of its policies, in the " +
      "secret's resource policy or in the key policy, or a permissions boundary. Service control policies are not read, " +
      "and a denial that hangs on something unknown is not reported.",
  },
  ({ project, need }, { role, policy, snapshot, settings }) => {
    if (role.kind !== "touchable" || !isOpen(role) || need.kind !== "secret") return undefined;
    if (!policy.grants.some(({ secret }) => secret === need.secret.arn)) return undefined;
    const after = { policyName: ownPolicyName(snapshot, settings), grants: policy.grants };
    const read = readQuestion(role.state, after, need);
    const decrypt = decryptQuestion(role.state, after, need);
    return denial(project.name, read) ?? (decrypt && denial(project.name, decrypt));
  },
);

function denial(project: string, { request, policies }: AccessQuestion): Problem | undefined {
  const denied = certainDenial(evaluate(request, policies), request, policies);
  if (denied === undefined) return undefined;
  const { action, resource, principal } = request;
  const by =
    denied.kind === "boundary" ? ["permissions boundary: allows it nowhere"] : denied.by.map(statement);
  return {
    title: `The role of project ${project} is granted ${action}, and still denied it.`,
    evidence: [["action", action], ["resource", resource], ...by.map((each) => ["denied by", each] as const)],
    remedy:
      denied.kind === "boundary"
        ? `Allow ${action} on ${resource} in the role's permissions boundary.`
        : `Add a condition to that statement that spares the role (ArnNotEquals, aws:PrincipalArn, ${arnOf(principal)}), or give the project a role that it spares.`,
  };
}

function statement({ policy, index, sid }: StatementReference): string {
  return `${policy}: statement ${index + 1}${sid === undefined ? "" : ` (${sid})`}`;
}

function arnOf(principal: AccessQuestion["request"]["principal"]): string {
  return principal.kind === "service" ? principal.service : principal.arn;
}
