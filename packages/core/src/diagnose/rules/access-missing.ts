import { denialEvidence, denialIn, denialRemedy, menderOf } from "../access/remedy.ts";
import { hasOwnGrant, waitsFor } from "../waits-for.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const accessMissing = projectRule(
  {
    id: "access-missing",
    severity: "high",
    about:
      "The project's role may not read the secret. pullpass grants it when the secret's tags consent to the project.",
  },
  (facts, context) => {
    const denial = denialIn(facts.read);
    if (denial === undefined || hasOwnGrant(facts, context)) return undefined;
    return {
      title: `The role of project ${facts.project.name} may not read its secret.`,
      evidence: [
        ["role", facts.project.role],
        ["action", denial.action],
        ["resource", denial.resource],
        ...denialEvidence(denial),
      ],
      remedy: denialRemedy([denial], facts),
      mender: menderOf(denial),
      blocks: true,
      waitsFor: waitsFor(facts, context),
    };
  },
);
