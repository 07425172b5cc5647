import { roleRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
export const roleNotCodebuild = roleRule(
  {
    id: "role-not-codebuild",
    severity: "high",
    about:
      "A project that a secret consents to runs as a role whose trust policy does not let CodeBuild assume it. Such a " +
      "role gets nothing from pullpass, for it may be someone else's.",
  },
  ({ role, looks, snapshot, policy }) => {
    const names = looks.flatMap(({ project, need }) => (need.kind === "secret" ? [project.name] : []));
    if (role.kind !== "not-codebuild" || names.length === 0) return undefined;
    return {
      title: `CodeBuild cannot assume the role ${role.state.name}, so it is given no access.`,
      evidence: [
        ["role", snapshot.work.role],
        ["projects", names.join(", ")],
        ["grants left on it", String(policy.grants.length)],
      ],
      remedy: `Let codebuild.amazonaws.com call sts:AssumeRole in the trust policy: aws iam update-assume-role-policy --role-name ${role.state.name} --policy-document file://trust.json; or give the projects another role.`,
    };
  },
);
