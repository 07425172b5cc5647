import { lacksKeyPolicy } from "../key-policy.ts";
import { missingPermission } from "./missing-permission.ts";
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
  (facts, context) =>
    lacksKeyPolicy(facts) ? undefined : missingPermission(facts.decrypt, "decrypt", facts, context),
);
