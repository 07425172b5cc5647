import type { CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse } from "@aws-sdk/client-iam";
import type { Call, Operation } from "../../service.ts";
import { invalidInput } from "./errors.ts";
import { stateOf } from "./find.ts";
import { newId } from "./ids.ts";
import { required } from "./names.ts";
import { iamArn, permissionFor } from "./permission.ts";
import { roleSummary } from "./roles.ts";
import type { Role } from "./state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export const createServiceLinkedRole: Operation<
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse
> = {
  permissions: ({ AWSServiceName = "" }, call) => [
    permissionFor("CreateServiceLinkedRole", iamArn(call, `role/aws-service-role/${AWSServiceName}/*`), {
      "iam:AWSServiceName": AWSServiceName,
    }),
  ],
  run({ AWSServiceName, CustomSuffix, Description }, call) {
    const service = required("aWSServiceName", AWSServiceName);
    const name = `AWSServiceRoleFor${titleOf(service)}${CustomSuffix ? `_${CustomSuffix}` : ""}`;
    const { roles } = stateOf(call);
    if (roles.has(name.toLowerCase())) {
      throw invalidInput(
        `Service role name ${name} has been taken in this account, please try a different suffix.`,
      );
    }
    const role = newRole(name, service, Description, call);
    roles.set(name.toLowerCase(), role);
    return { Role: roleSummary(role) };
  },
  trail: ({ AWSServiceName }, { Role: role }) => ({
    requestParameters: { aWSServiceName: AWSServiceName },
    responseElements: role ? { role: { roleName: role.RoleName, arn: role.Arn, path: role.Path } } : null,
  }),
};

/** `codebuild.amazonaws.com` is `Codebuild`; the real names are each service's own. */
function titleOf(service: string): string {
  const [first = ""] = service.split(".");
  return first.charAt(0).toUpperCase() + first.slice(1);
}

function newRole(name: string, service: string, description: string | undefined, call: Call): Role {
  const path = `/aws-service-role/${service}/`;
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return {
    arn: iamArn(call, `role${path}${name}`),
    name,
    path,
    id: newId("AROA", call),
    created: call.now,
    inline: new Map(),
    attached: new Set(),
    tags: new Map(),
    boundary: undefined,
    trust: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    description,
    maxSessionDuration: 3600,
  };
}
