import { projectRule } from "./rule.ts";

/** Decrypt works in these two states alone. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const usableStates: readonly string[] = ["Enabled", "Updating"];

/** The grant is made all the same: it is exact, and the pull works as soon as the key does. */
export const keyUnusable = projectRule(
  {
    id: "key-unusable",
    severity: "high",
    about:
      "The key that encrypts the secret is gone, disabled, scheduled for deletion or otherwise not usable, so nobody can " +
      "read the secret.",
  },
  ({ project, need }) => {
    if (need.kind === "key-gone") {
      const { name, arn, region } = need.secret;
      return {
        title: `The key of the secret ${name} of project ${project.name} does not exist.`,
        evidence: [
          ["secret", arn],
          ["key", need.keyId],
        ],
        remedy: `Give the secret another key and store its value anew: aws secretsmanager update-secret --region ${region} --secret-id ${arn} --kms-key-id KEY_ARN --secret-string file://credential.json`,
      };
    }
    if (need.kind !== "secret" || need.key.kind !== "customer") return undefined;
    const { arn, state } = need.key.key;
    if (usableStates.includes(state)) return undefined;
    return {
      title: `The key of the secret ${need.secret.name} of project ${project.name} cannot decrypt: it is ${state}.`,
      evidence: [
        ["secret", need.secret.arn],
        ["key", arn],
        ["state", state],
      ],
      remedy: remedyFor(state, arn, need.secret.region),
    };
  },
);

function remedyFor(state: string, key: string, region: string): string {
  const enable = `aws kms enable-key --region ${region} --key-id ${key}`;
  if (state === "Disabled") return `Enable it: ${enable}`;
  if (state === "PendingDeletion") {
    return `Cancel its deletion and enable it: aws kms cancel-key-deletion --region ${region} --key-id ${key} && ${enable}`;
  }
  return `See what the key waits for: aws kms describe-key --region ${region} --key-id ${key}`;
}
