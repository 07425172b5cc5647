import { missingPermission } from "./missing-permission.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const accessMissing = projectRule(
  {
    id: "access-missing",
    severity: "high",
    about:
      "The project's role may not read the secret. pullpass grants it when the secret's tags consent to the project.",
  },
  (facts, context) => missingPermission(facts.read, "read", facts, context),
);
