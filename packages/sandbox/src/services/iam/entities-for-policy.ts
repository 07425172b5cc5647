import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { findPolicy, stateOf } from "./find.ts";
import { page } from "./page.ts";
import { permissionFor } from "./permission.ts";
import type { Identity } from "./state.ts";

/**
 * Whom a managed policy is attached to, or bounds: without PolicyUsageFilter both count. There are no groups here.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
 */
export const listEntitiesForPolicy: Operation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("ListEntitiesForPolicy", PolicyArn)],
  run({ PolicyArn, EntityFilter, PathPrefix = "/", PolicyUsageFilter, ...request }, call) {
    const policy = findPolicy(PolicyArn, call);
    const { roles, users } = stateOf(call);
    const wants = (kind: "Role" | "User") => EntityFilter === undefined || EntityFilter === kind;
    const entities = [
      ...(wants("Role") ? [...roles.values()].map((entity) => ({ kind: "Role", entity }) as const) : []),
      ...(wants("User") ? [...users.values()].map((entity) => ({ kind: "User", entity }) as const) : []),
    ].filter(
      ({ entity }) => entity.path.startsWith(PathPrefix) && has(entity, policy.arn, PolicyUsageFilter),
    );
    const { items, ...rest } = page(entities, ({ entity }) => entity.arn, request);
    return {
      PolicyGroups: [],
      PolicyRoles: items
        .filter(({ kind }) => kind === "Role")
        .map(({ entity }) => ({ RoleName: entity.name, RoleId: entity.id })),
      PolicyUsers: items
        .filter(({ kind }) => kind === "User")
        .map(({ entity }) => ({ UserName: entity.name, UserId: entity.id })),
      ...rest,
    };
  },
};

function has(
  { attached, boundary }: Identity,
  arn: string,
  usage: ListEntitiesForPolicyRequest["PolicyUsageFilter"],
): boolean {
  if (usage === "PermissionsPolicy") return attached.has(arn);
  if (usage === "PermissionsBoundary") return boundary === arn;
  return attached.has(arn) || boundary === arn;
}
