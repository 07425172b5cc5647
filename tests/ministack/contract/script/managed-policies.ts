import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  type CreatePolicyRequest,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  type CreateRoleRequest,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { trust } from "../../support/teams.ts";
import type { Script } from "./script.ts";

const RoleName = "managed";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
});
const readWrite = "arn:aws:iam::aws:policy/SecretsManagerReadWrite";

export const managedPolicies: Script = ({ iam }) => {
  let PolicyArn = "";
  const role = (more: Partial<CreateRoleRequest> = {}) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));
  const create = (more: Partial<CreatePolicyRequest> = {}) =>
    iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument: policy, ...more }));
  const version = (PolicyDocument = policy) =>
    iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  const attach = (arn: string) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
  const detach = (arn: string) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: arn }));
  return {
    "CreateRole with a description": () => role({ Description: "of web" }),
    "CreateRole with a control character in its description": () =>
      role({ RoleName: "control", Description: "a\u0001b" }),
    "CreateRole with a description of 1001 characters": () =>
      role({ RoleName: "long", Description: "a".repeat(1_001) }),
    "CreateRole with a name of 65 characters": () => role({ RoleName: "a".repeat(65) }),
    "CreateRole with a session of 15 minutes": () => role({ RoleName: "short", MaxSessionDuration: 900 }),
    "CreateRole in a path that is none": () => role({ RoleName: "path", Path: "a" }),
    "CreateRole with a trust policy that names a resource": () =>
      role({
        RoleName: "resource",
        AssumeRolePolicyDocument: trust.replace('"Effect"', '"Resource":"*","Effect"'),
      }),
    "CreateRole with a service that is none": () =>
      role({
        RoleName: "service",
        AssumeRolePolicyDocument: trust.replace("codebuild.amazonaws.com", "code build"),
      }),
    CreatePolicy: async () => {
      const made = await create();
      PolicyArn = made.Policy?.Arn ?? "";
      return made;
    },
    "CreatePolicy of a name that is taken": () => create(),
    "CreatePolicy that is no JSON": () => create({ PolicyName: "json", PolicyDocument: "{" }),
    "CreatePolicy with an action without a service": () =>
      create({ PolicyName: "action", PolicyDocument: policy.replace("secretsmanager:", "") }),
    GetPolicy: () => iam.send(new GetPolicyCommand({ PolicyArn })),
    "GetPolicy of none": () => iam.send(new GetPolicyCommand({ PolicyArn: `${PolicyArn}-none` })),
    CreatePolicyVersion: () => version(),
    ListPolicyVersions: () => iam.send(new ListPolicyVersionsCommand({ PolicyArn })),
    "DeletePolicyVersion that is the default": () =>
      iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" })),
    AttachRolePolicy: () => attach(PolicyArn),
    "AttachRolePolicy of AWS's own": () => attach(readWrite),
    "ListAttachedRolePolicies of two": () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    ListEntitiesForPolicy: () => iam.send(new ListEntitiesForPolicyCommand({ PolicyArn })),
    "GetPolicyVersion of AWS's own": async () => {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: readWrite }));
      const VersionId = Policy?.DefaultVersionId;
      return iam.send(new GetPolicyVersionCommand({ PolicyArn: readWrite, VersionId }));
    },
    "DeletePolicy that is attached": () => iam.send(new DeletePolicyCommand({ PolicyArn })),
    DetachRolePolicy: () => detach(PolicyArn),
    "DetachRolePolicy again": () => detach(PolicyArn),
    "DeletePolicy with versions": () => iam.send(new DeletePolicyCommand({ PolicyArn })),
  };
};
