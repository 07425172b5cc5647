import type { RemedyStep } from "../../model/remedy.ts";
import { isUsable } from "../key-state.ts";
import { projectRule } from "./rule.ts";

/** The grant is made all the same: it is exact, and the pull works as soon as the key does. */
export const keyUnusable = projectRule(
  {
    id: "key-unusable",
    severity: "high",
    about:
      "The key that encrypts the secret is gone, disabled, scheduled for deletion or otherwise not usable, so nobody can " +
      "read the secret.",
  },
  ({ project, found, readsSecret }) => {
    if (!readsSecret || found === undefined) return undefined;
    const { secret, key } = found;
    if (key.kind === "absent") {
      return {
        title: `The key of the secret ${secret.name} of project ${project.name} does not exist.`,
        evidence: [
          ["secret", secret.arn],
          ["key", key.keyId],
        ],
        remedy: [
          {
            kind: "command",
            purpose:
              'Write the login to credential.json, as JSON with "username" and "password", and store it anew under the default key, or under another that you name instead.',
            command: `aws secretsmanager update-secret --region ${secret.region} --secret-id ${secret.arn} --kms-key-id alias/aws/secretsmanager --secret-string file://credential.json`,
          },
        ],
        mender: "secret owner",
        blocks: true,
      };
    }
    if (key.kind !== "customer" || isUsable(key.key)) return undefined;
    const { arn, state } = key.key;
    return {
      title: `The key of the secret ${secret.name} of project ${project.name} cannot decrypt: it is ${state}.`,
      evidence: [
        ["secret", secret.arn],
        ["key", arn],
        ["state", state],
      ],
      remedy: [remedyFor(state, arn, secret.region)],
      mender: "key administrator",
      blocks: true,
    };
  },
);

function remedyFor(state: string, key: string, region: string): RemedyStep {
  const enable = `aws kms enable-key --region ${region} --key-id ${key}`;
  if (state === "Disabled") return { kind: "command", purpose: "Enable it.", command: enable };
  if (state === "PendingDeletion") {
    return {
      kind: "command",
      purpose: "Cancel its deletion and enable it.",
      command: `aws kms cancel-key-deletion --region ${region} --key-id ${key} && ${enable}`,
    };
  }
  return {
    kind: "command",
    purpose: "See what the key waits for.",
    command: `aws kms describe-key --region ${region} --key-id ${key}`,
  };
}
