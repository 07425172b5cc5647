import { roleName } from "../../model/arn.ts";
import { inlinePolicyCharactersMax } from "../../policy/quota.ts";
import { roleRule } from "./rule.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const grantUnbound = roleRule(
  {
    id: "grant-unbound",
    severity: "medium",
    about:
      "The role's inline policies have no room for the names of the projects that some of its grants are for. Those grants are " +
      "the whole role's (with `bindGrants: \"strict\"`, builds' of every project): as few as possible, and as long as there is no room. " +
      "Other projects of the role, and whoever else may assume it, can then read those secrets.",
  },
  (_facts, { limits, settings, snapshot }) => {
    if (limits.loosened.size === 0) return undefined;
    const { role } = snapshot.work;
    const wider = settings.bindGrants === "strict" ? "for builds of every project" : "the whole role's";
    const count = limits.loosened.size === 1 ? "One grant" : `${limits.loosened.size} grants`;
    return {
      title: `${count} of the role ${roleName(role)} ${limits.loosened.size === 1 ? "is" : "are"} ${wider}: there is no room for the names of the projects.`,
      evidence: [
        ["role", role],
        ...[...limits.loosened].sort().map((secret) => ["secret", secret] as const),
        ["quota", String(inlinePolicyCharactersMax)],
      ],
      remedy: [
        {
          kind: "command",
          purpose:
            "Move other inline policies of the role to managed policies, give some of its projects a role of their own, or let a prefix stand for several names in the secrets' consent. See what is there.",
          command: `aws iam list-role-policies --role-name ${roleName(role)}`,
        },
      ],
      mender: "role owner",
      blocks: false,
    };
  },
);
