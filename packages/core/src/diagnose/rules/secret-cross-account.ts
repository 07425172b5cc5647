import { isDenied } from "../access/remedy.ts";
import { projectRule } from "./rule.ts";

/**
 * Consent is a tag, and the tags of another account's secret are not this account's to trust.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export const secretCrossAccount = projectRule(
  {
    id: "secret-cross-account",
    severity: "medium",
    about:
      "The project's secret belongs to another account. That takes a resource policy on the secret, a customer managed " +
      "key that admits the role, and permissions of the role; pullpass grants none of them. It is high where the role certainly may not read it.",
  },
  (facts) => {
    const { project, credential, lookup, found, readsSecret } = facts;
    const { account } = project;
    const owner = lookup?.kind === "cross-account" ? lookup.account : found?.secret.account;
    if (!readsSecret || owner === undefined || owner === account) return undefined;
    return {
      title: `The secret of project ${project.name} belongs to account ${owner}.`,
      evidence: [
        ["credential", credential?.text ?? ""],
        ["owner", owner],
        ["role", project.role],
      ],
      remedy: [
        {
          kind: "advice",
          text: `Keep a copy of the secret in account ${account} and consent to the project with its tags; or let the owner admit ${project.role} in the secret's resource policy and in its key's policy, and give the role secretsmanager:GetSecretValue and kms:Decrypt yourself.`,
        },
      ],
      mender: "secret owner",
      blocks: isDenied(facts),
    };
  },
);
