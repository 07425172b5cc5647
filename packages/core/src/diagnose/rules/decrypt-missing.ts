import { denialEvidence, denialIn, denialRemedy, menderOf } from "../access/remedy.ts";
import { lacksKeyPolicy } from "../key-policy.ts";
import { hasOwnGrant, waitsFor } from "../waits-for.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
export const decryptMissing = projectRule(
  {
    id: "decrypt-missing",
    severity: "high",
    about:
      "The project's role may not decrypt with the secret's key. pullpass grants it when the secret's tags consent to " +
      "the project.",
  },
  (facts, context) => {
    const denial = denialIn(facts.decrypt);
    if (denial === undefined || hasOwnGrant(facts, context) || lacksKeyPolicy(facts)) return undefined;
    return {
      title: `The role of project ${facts.project.name} may not decrypt its secret.`,
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
