/** A second. AWS does not publish how often it takes requests of IAM and CodeBuild: these are assumed, as in docs/scale.md. */
export const assumedRates = {
  "iam:GetRole": 15,
  "iam:GetRolePolicy": 15,
  "iam:ListAttachedRolePolicies": 15,
  "iam:ListRolePolicies": 15,
  "codebuild:BatchGetProjects": 20,
  // What makes the account is not limited.
  ...Object.fromEntries(
    ["iam:CreateRole", "iam:PutRolePolicy", "codebuild:CreateProject", "secretsmanager:CreateSecret"].map(
      (operation) => [operation, 1_000_000],
    ),
  ),
};
