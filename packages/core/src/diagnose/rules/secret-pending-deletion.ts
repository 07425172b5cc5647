import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html */
export const secretPendingDeletion = projectRule(
  {
    id: "secret-pending-deletion",
    severity: "high",
    about: "The project's secret is scheduled for deletion, and cannot be read until it is restored.",
  },
  ({ project, found, readsSecret }) => {
    if (!readsSecret || found?.secret.deletion !== "pending") return undefined;
    const { arn, name, region } = found.secret;
    return {
      title: `The secret ${name} of project ${project.name} is scheduled for deletion.`,
      evidence: [["secret", arn]],
      remedy: [
        {
          kind: "command",
          purpose: "Restore it, or let the project use another secret.",
          command: `aws secretsmanager restore-secret --region ${region} --secret-id ${arn}`,
        },
      ],
      mender: "secret owner",
      blocks: true,
    };
  },
);
