import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { trust } from "../../support/teams.ts";
import type { Script } from "./script.ts";

const RoleName = "web";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
});

export const iam: Script = ({ iam }) => {
  const create = (RoleName: string, AssumeRolePolicyDocument: string) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const put = (RoleName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "pullpass", PolicyDocument }));
  const remove = (PolicyName: string) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  return {
    CreateRole: () => create(RoleName, trust),
    "CreateRole of a name that is taken": () => create(RoleName, trust),
    "CreateRole of a name that is taken in other letters": () => create("WEB", trust),
    "CreateRole with a trust policy that is no JSON": () => create("other", "{"),
    "CreateRole with a name that has a slash": () => create("a/b", trust),
    GetRole: () => iam.send(new GetRoleCommand({ RoleName })),
    "GetRole of nobody": () => iam.send(new GetRoleCommand({ RoleName: "nobody" })),
    TagRole: () => iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "team", Value: "web" }] })),
    ListRoleTags: () => iam.send(new ListRoleTagsCommand({ RoleName })),
    "ListRoleTags of nobody": () => iam.send(new ListRoleTagsCommand({ RoleName: "nobody" })),
    UpdateAssumeRolePolicy: () =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust })),
    PutRolePolicy: () => put(RoleName, policy),
    "PutRolePolicy that is no JSON": () => put(RoleName, "not JSON"),
    "PutRolePolicy without a statement": () => put(RoleName, JSON.stringify({ Version: "2012-10-17" })),
    "PutRolePolicy of nobody": () => put("nobody", policy),
    "PutRolePolicy that is too large": () =>
      put(RoleName, policy.replace('"*"', JSON.stringify(Array(400).fill(`arn:aws:s3:::${"a".repeat(30)}`)))),
    ListRolePolicies: () => iam.send(new ListRolePoliciesCommand({ RoleName })),
    "ListRolePolicies of nobody": () => iam.send(new ListRolePoliciesCommand({ RoleName: "nobody" })),
    GetRolePolicy: () => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "pullpass" })),
    "GetRolePolicy that the role has not": () =>
      iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "none" })),
    ListAttachedRolePolicies: () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    "DeleteRole that has a policy": () => iam.send(new DeleteRoleCommand({ RoleName })),
    DeleteRolePolicy: () => remove("pullpass"),
    "DeleteRolePolicy again": () => remove("pullpass"),
    DeleteRole: () => iam.send(new DeleteRoleCommand({ RoleName })),
    "DeleteRole again": () => iam.send(new DeleteRoleCommand({ RoleName })),
    "CreateRole once more": () => create(RoleName, trust),
    "AttachRolePolicy that nobody made": () =>
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/NoSuchPolicy" })),
  };
};
