import { keyPolicyDelegates } from "@pullpass/access";
import { arnParts } from "../../model/arn.ts";
import type { Snapshot } from "../../observe/snapshot.ts";
import { decryptContext } from "../access-questions.ts";
import type { ShutKey } from "../need.ts";
import { type Problem, projectRule } from "./rule.ts";

/**
 * Of a policy that can be read, the grant is made all the same: it is exact, allows nothing that the key's owner does
 * not, and counts from the moment that the key policy lets it. A policy that shuts pullpass out as well cannot be read:
 * nothing is granted, and AWS's refusal is the evidence.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const keyPolicyDenies = projectRule(
  {
    id: "key-policy-denies",
    severity: "high",
    about:
      "The policy of the secret's customer managed key neither delegates kms:Decrypt to IAM nor admits the role, so " +
      "permissions of the role do not count. Or it does not even let pullpass look, and then nothing is granted. " +
      "pullpass never changes a key policy.",
  },
  ({ project, need }, { snapshot }) => {
    if (need.kind === "unknown" && need.shut !== undefined) return shutOut(project.name, need.shut, snapshot);
    if (need.kind !== "secret" || need.key.kind !== "customer") return undefined;
    const { key, policy } = need.key;
    if (key.manager === "AWS" || policy.kind === "unknown") return undefined;
    const { role, account } = snapshot.work;
    const asked = {
      action: "kms:Decrypt",
      keyArn: key.arn,
      account,
      roleArn: role,
      context: decryptContext(role, need.secret),
    } as const;
    if (policy.kind === "known" && keyPolicyDelegates(policy.value, asked)) return undefined;
    return {
      title: `The policy of the key ${key.arn} keeps project ${project.name} from decrypting its secret.`,
      evidence: [
        ["secret", need.secret.arn],
        ["key", key.arn],
        ["role", role],
      ],
      remedy: `The key's administrator adds this statement to the key policy (aws kms put-key-policy --region ${need.secret.region} --key-id ${key.arn} --policy-name default --policy file://policy.json): ${admission(role, need.secret.arn, need.secret.region)}`,
    };
  },
);

function shutOut(project: string, { secret, keyId }: ShutKey, { work }: Snapshot): Problem {
  const root = `arn:${arnParts(secret.arn).partition}:iam::${work.account}:root`;
  return {
    title: `The policy of the key ${keyId} of project ${project}'s secret does not let pullpass look at the key.`,
    evidence: [
      ["secret", secret.arn],
      ["key", keyId],
      ["role", work.role],
    ],
    remedy: `The key's administrator adds two statements to the key policy (aws kms put-key-policy --region ${secret.region} --key-id KEY_ID --policy-name default --policy file://policy.json), so that IAM decides who may look at the key, and the role may decrypt: ${looking(root)} ${admission(work.role, secret.arn, secret.region)}`,
  };
}

function looking(root: string): string {
  const Action = ["kms:DescribeKey", "kms:GetKeyPolicy"];
  return JSON.stringify({ Effect: "Allow", Principal: { AWS: root }, Action, Resource: "*" });
}

function admission(role: string, secret: string, region: string): string {
  return JSON.stringify({
    Effect: "Allow",
    Principal: { AWS: role },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
        "kms:EncryptionContext:SecretARN": secret,
      },
    },
  });
}
