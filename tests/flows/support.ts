/** What the flows decide by, and a role that CodeBuild may assume. */
import type { Settings } from "../../packages/core/src/model/settings.ts";
import { settings as place } from "../observe/support/account.ts";

export const settings: Settings & typeof place = {
  ...place,
  mode: "apply",
  policyName: "pullpass",
  normalization: "all",
  bindGrants: "ifExists",
  sharedRoles: "flag",
  rolePattern: "*",
  rolePath: "/*",
  projectPattern: "*",
  retryBuilds: false,
  ownRoles: [],
};

export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});
