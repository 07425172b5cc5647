import { arnParts } from "../../model/arn.ts";
import type { RemedyStep } from "../../model/remedy.ts";
import { command as shellCommand } from "../../notice/shell.ts";
import { denialEvidence, denialIn, denialRemedy, statementFor } from "../access/remedy.ts";
import { lacksKeyPolicy } from "../key-policy.ts";
import type { UnreadableKey } from "../need.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { type Judgement, projectRule } from "./rule.ts";

/**
 * Of a policy that can be read, the grant is made all the same: it is exact, allows nothing that the key's owner does
 * not, and counts from the moment that the key policy lets it. A policy that does not let pullpass look cannot be read:
 * nothing is granted, and AWS's refusal is the evidence.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const keyPolicyDenies = projectRule(
  {
    id: "key-policy-denies",
    severity: "high",
    about:
      "The policy of the secret's customer managed key neither lets IAM decide on kms:Decrypt nor admits the role, so " +
      "permissions of the role do not count. Or it does not even let pullpass look at the key, and then nothing is " +
      "granted. pullpass never changes a key policy.",
  },
  (facts) => {
    const { project, found, need } = facts;
    if (need.kind === "unknown" && need.unreadableKey !== undefined)
      return unreadable(facts, need.unreadableKey);
    const denial = denialIn(facts.decrypt);
    if (denial === undefined || !lacksKeyPolicy(facts) || found?.key.kind !== "customer") return undefined;
    return {
      title: `The policy of the key ${found.key.key.arn} does not let project ${project.name} decrypt its secret.`,
      evidence: [
        ["secret", found.secret.arn],
        ["key", found.key.key.arn],
        ["role", project.role],
        ...denialEvidence(denial),
      ],
      remedy: [
        ...denialRemedy([denial], facts),
        writing(found.key.key.arn, arnParts(found.key.key.arn).region),
      ],
      mender: "key administrator",
      blocks: true,
    };
  },
);

/** KMS takes no alias here. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
function writing(keyId: string, region: string): RemedyStep {
  const saved = "Save the changed key policy as policy.json; the key's administrator writes it";
  if (keyId.includes("alias/")) {
    return { kind: "advice", text: `${saved} with aws kms put-key-policy, which wants the key's ARN.` };
  }
  const words = ["--region", region, "--key-id", keyId, "--policy-name", "default"];
  return {
    kind: "command",
    purpose: `${saved}.`,
    command: shellCommand("aws", ["kms", "put-key-policy", ...words, "--policy", "file://policy.json"]),
  };
}

/** Whether the pull fails is not known: nobody could look. */
function unreadable({ project }: ProjectFacts, { secret, keyId }: UnreadableKey): Judgement {
  const { partition, account } = arnParts(secret.arn);
  const root = `arn:${partition}:iam::${account}:root`;
  const place = { layer: "key policy", of: keyId } as const;
  return {
    title: `The policy of the key ${keyId} of project ${project.name}'s secret does not let pullpass look at the key.`,
    evidence: [
      ["secret", secret.arn],
      ["key", keyId],
      ["role", project.role],
    ],
    remedy: [
      {
        kind: "statement",
        place,
        role: project.role,
        statement: {
          Effect: "Allow",
          Principal: { AWS: root },
          Action: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants"],
          Resource: "*",
        },
      },
      {
        kind: "statement",
        place,
        role: project.role,
        statement: statementFor("key", "kms:Decrypt", keyId, project, secret),
      },
      writing(keyId, secret.region),
    ],
    mender: "key administrator",
    blocks: false,
    severity: "medium",
  };
}
