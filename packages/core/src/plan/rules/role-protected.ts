import { roleRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
export const roleProtected = roleRule(
  {
    id: "role-protected",
    severity: "high",
    about:
      "A project that a secret consents to runs as a role that pullpass must not change: service-linked, reserved for " +
      "AWS, in the path of pullpass's own roles, or of another account.",
  },
  ({ role, looks, snapshot }) => {
    const names = looks.flatMap(({ project, need }) => (need.kind === "secret" ? [project.name] : []));
    if (role.kind !== "protected" || names.length === 0) return undefined;
    return {
      title: `The role ${snapshot.work.role} cannot be given access: ${role.why}.`,
      evidence: [
        ["role", snapshot.work.role],
        ["projects", names.join(", ")],
      ],
      remedy: `Give the projects a service role of their own: aws codebuild update-project --region ${snapshot.work.region} --name ${names[0]} --service-role ROLE_ARN`,
    };
  },
);
