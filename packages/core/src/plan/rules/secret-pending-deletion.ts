import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html */
export const secretPendingDeletion = projectRule(
  {
    id: "secret-pending-deletion",
    severity: "high",
    about: "The project's secret is scheduled for deletion, and cannot be read until it is restored.",
  },
  ({ project, need }) => {
    if (need.kind !== "pending-deletion") return undefined;
    return {
      title: `The secret ${need.secret.name} of project ${project.name} is scheduled for deletion.`,
      evidence: [["secret", need.secret.arn]],
      remedy: `Restore it: aws secretsmanager restore-secret --region ${need.secret.region} --secret-id ${need.secret.arn}; or let the project use another secret.`,
    };
  },
);
