/** Roles that pullpass never changes, whatever a deployment decides: AWS's own, pullpass's, and those that deploy or administer. */
import { ownRolePath } from "./arn.ts";
import { matchesPattern } from "./pattern.ts";

interface ProtectedRoles {
  /** Of a role's path and name; `*` is any run of characters, slashes among them, as in IAM. */
  readonly pattern: string;
  /** "it is …" */
  readonly why: string;
}

const bootstrap = "it is one that the CDK's bootstrap made to deploy with";

export const protectedRoles: readonly ProtectedRoles[] = [
  { pattern: `${ownRolePath}*`, why: `its path ${ownRolePath} is for pullpass's own roles` },
  // IAM refuses to change them (`UnmodifiableEntity`). https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
  { pattern: "/aws-service-role/*", why: "it is a service-linked role" },
  { pattern: "*/AWSServiceRoleFor*", why: "it is a service-linked role" },
  { pattern: "/aws-reserved/*", why: "it is reserved for AWS" },
  { pattern: "*/AWSReservedSSO_*", why: "it is reserved for AWS" },
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
  { pattern: "*/OrganizationAccountAccessRole", why: "it is the organization's way into the account" },
  // https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html
  { pattern: "*/AWSControlTowerExecution", why: "it is AWS Control Tower's way into the account" },
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
  { pattern: "*/AWSCloudFormationStackSetExecutionRole", why: "CloudFormation StackSets deploys with it" },
  { pattern: "*/stacksets-exec-*", why: "CloudFormation StackSets deploys with it" },
  // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
  { pattern: "*/cdk-*-cfn-exec-role-*", why: bootstrap },
  { pattern: "*/cdk-*-deploy-role-*", why: bootstrap },
  { pattern: "*/cdk-*-file-publishing-role-*", why: bootstrap },
  { pattern: "*/cdk-*-image-publishing-role-*", why: bootstrap },
  { pattern: "*/cdk-*-lookup-role-*", why: bootstrap },
  // Its stack is called so, and CloudFormation begins the names of a stack's roles with the stack's.
  { pattern: "*/SSTBootstrap-*", why: "SST's bootstrap made it to deploy with" },
];

/** Why nobody but AWS, or an administrator, is to change the role of this path and name: `/teams/web`. */
export function protectedBy(pathAndName: string): string | undefined {
  return protectedRoles.find(({ pattern }) => matchesPattern(pattern, pathAndName))?.why;
}
