/** IAM's records, which appear in one Region only: us-east-1. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
import { ignore } from "./ignore.ts";
import { textOf } from "./members.ts";
import type { Reader } from "./record.ts";

const changed = roleReader("role-changed");

/** Any inline policy counts, not pullpass's own alone: someone else's may deny what pullpass granted. */
export const iam: ReadonlyMap<string, Reader> = new Map([
  ["DeleteRole", roleReader("role-deleted")],
  ["DeleteRolePolicy", changed],
  ["PutRolePolicy", changed],
  ["UpdateAssumeRolePolicy", changed],
]);

function roleReader(kind: "role-changed" | "role-deleted"): Reader {
  return (record) => {
    const role = textOf(record.request, "roleName");
    if (role === undefined || !/^[\w+=,.@-]{1,64}$/.test(role)) {
      return ignore(`this ${record.name} does not say which role`);
    }
    return { kind, role, ...record.origin };
  };
}
