import type { RequestContext } from "@pullpass/access";
import type { Sandbox } from "../sandbox.ts";
import type { Caller } from "../service.ts";
import { organizationOf, pathTo } from "./organization.ts";

/**
 * The condition keys that tell the organizations of who calls and of what is called.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function organizationContext(
  caller: Caller,
  resourceAccount: string,
  sandbox: Sandbox,
): RequestContext {
  const side = caller.kind === "service" ? "Source" : "Principal";
  return { ...keysOf(side, caller.account, sandbox), ...keysOf("Resource", resourceAccount, sandbox) };
}

function keysOf(side: string, account: string, sandbox: Sandbox): RequestContext {
  const organization = organizationOf(sandbox, account);
  if (!organization) return {};
  const above = pathTo(organization, account).slice(0, -1);
  return {
    [`aws:${side}OrgID`]: organization.id,
    [`aws:${side}OrgPaths`]: [[organization.id, ...above.map(({ id }) => id), ""].join("/")],
  };
}
