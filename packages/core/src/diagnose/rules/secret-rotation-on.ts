import { projectRule } from "./rule.ts";

/**
 * AWS tells to leave rotation off for registry credentials, because they are the registry's own.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/private-registry-sample-create-project.html
 */
export const secretRotationOn = projectRule(
  {
    id: "secret-rotation-on",
    severity: "low",
    about:
      "Secrets Manager rotates the secret by itself. Unless the rotation function also changes the password in the " +
      "registry, pulls fail after the next rotation.",
  },
  ({ project, need }) => {
    if (need.kind !== "secret" || !need.secret.rotation) return undefined;
    const { arn, name, region } = need.secret;
    return {
      title: `The secret ${name} of project ${project.name} is rotated automatically.`,
      evidence: [["secret", arn]],
      remedy: [
        {
          kind: "command",
          purpose:
            "Make sure that the rotation function changes the password in the registry too; otherwise turn it off.",
          command: `aws secretsmanager cancel-rotate-secret --region ${region} --secret-id ${arn}`,
        },
      ],
      mender: "secret owner",
      blocks: false,
    };
  },
);
