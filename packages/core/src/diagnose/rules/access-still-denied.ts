import { denialEvidence, denialIn, denialRemedy, menderOf } from "../access/remedy.ts";
import { lacksKeyPolicy } from "../key-policy.ts";
import { hasOwnGrant } from "../waits-for.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const accessStillDenied = projectRule(
  {
    id: "access-still-denied",
    severity: "high",
    about:
      "pullpass gives the role its grant, and another policy denies it all the same: an explicit deny in one of the " +
      "role's policies, in the secret's resource policy, in the key policy or in a service control policy, or a " +
      "permissions boundary that does not allow it. A denial that depends on something unknown is not reported.",
  },
  (facts, context) => {
    if (!hasOwnGrant(facts, context)) return undefined;
    const decrypt = lacksKeyPolicy(facts) ? undefined : denialIn(facts.decrypt);
    const denials = [denialIn(facts.read), decrypt].filter((each) => each !== undefined);
    const [first] = denials;
    if (first === undefined) return undefined;
    return {
      title: `The role of project ${facts.project.name} is granted ${first.action}, and another policy denies it.`,
      evidence: denials.flatMap((denial) => [
        ["action", denial.action] as const,
        ["resource", denial.resource] as const,
        ...denialEvidence(denial),
      ]),
      remedy: denialRemedy(denials, facts),
      mender: menderOf({
        ...first,
        deniers: denials.flatMap(({ deniers }) => deniers),
        missing: denials.flatMap(({ missing }) => missing),
      }),
      blocks: true,
    };
  },
);
