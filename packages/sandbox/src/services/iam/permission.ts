import type { Tag } from "@aws-sdk/client-iam";
import type { Call, Permission } from "../../service.ts";
import { stateOf } from "./find.ts";
import type { Identity } from "./state.ts";

type Context = NonNullable<Permission["context"]>;

/** What IAM asks itself about a role. Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export function rolePermission(action: string, name: string | undefined, call: Call, context: Context = {}) {
  const role = stateOf(call).roles.get((name ?? "").toLowerCase());
  return permissionOn(action, role?.arn ?? iamArn(call, `role/${name ?? ""}`), call, role, context);
}

export function userPermission(action: string, name: string | undefined, call: Call, context: Context = {}) {
  const user = stateOf(call).users.get((name ?? "").toLowerCase());
  return permissionOn(action, user?.arn ?? iamArn(call, `user/${name ?? ""}`), call, user, context);
}

/** On a managed policy, a path under which something is made, or `*`. */
export function permissionFor(action: string, resource: string, context: Context = {}): Permission {
  return { action: `iam:${action}`, resource, context };
}

/** An ARN of the account that the call is made in; IAM's are without a Region. */
export function iamArn({ place }: Call, resource: string): string {
  return `arn:${place.partition}:iam::${place.account}:${resource}`;
}

/** The condition keys of a request that sets tags. */
export function requestTags(tags: readonly Tag[] | undefined): Context {
  if (!tags?.length) return {};
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ""])),
    "aws:TagKeys": tags.map(({ Key }) => Key ?? ""),
  };
}

function permissionOn(
  action: string,
  resource: string,
  call: Call,
  identity: Identity | undefined,
  context: Context,
): Permission {
  const tags = [...(identity?.tags ?? [])].flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value],
    [`iam:ResourceTag/${key}`, value],
  ]);
  return {
    action: `iam:${action}`,
    resource,
    resourceAccount: call.place.account,
    context: {
      ...Object.fromEntries(tags),
      ...(identity?.boundary !== undefined && { "iam:PermissionsBoundary": identity.boundary }),
      ...context,
    },
  };
}
