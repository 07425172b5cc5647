import type { AccessAnswer } from "../access/answer.ts";
import { denialEvidence, denialIn, denialRemedy, menderOf } from "../access/remedy.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { hasOwnGrant, waitsFor } from "../waits-for.ts";
import type { Judgement, RuleContext } from "./rule.ts";

/** What is said of a request that the role may not make, and that pullpass has not granted; `may` is the verb: "read". */
export function missingPermission(
  answer: AccessAnswer | undefined,
  may: string,
  facts: ProjectFacts,
  context: RuleContext,
): Judgement | undefined {
  const denial = denialIn(answer);
  if (denial === undefined || hasOwnGrant(facts, context)) return undefined;
  return {
    title: `The role of project ${facts.project.name} may not ${may} its secret.`,
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
}
