import { isDenied } from "../access/remedy.ts";
import { roleRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
export const roleProtected = roleRule(
  {
    id: "role-protected",
    severity: "high",
    about:
      "A project that a secret consents to runs as a role that pullpass must not change: service-linked, reserved for " +
      "AWS, in the path of pullpass's own roles, or of another account. It is high where the role certainly cannot read " +
      "the secret.",
  },
  (facts, { role, snapshot }) => {
    const { need, project } = facts;
    if (role.kind !== "protected" || need.kind !== "secret") return undefined;
    return {
      title: `The role ${snapshot.work.role} cannot be given access: ${role.why}.`,
      evidence: [["role", snapshot.work.role]],
      remedy: [
        {
          kind: "member",
          project: project.name,
          member: "serviceRole",
          value: "the ARN of a service role of its own",
        },
      ],
      mender: "project owner",
      blocks: isDenied(facts),
      severity: "medium",
    };
  },
);
