/** What pullpass asked for last and got no answer to, of a role, a secret or a key: on that it grants nothing (docs/architecture.md). */
import type { Hook, Sandbox } from "../../../packages/sandbox/src/index.ts";
import { isPullpass } from "./faults.ts";

export interface Unread {
  /** The calls that nobody answered about any of these: the name of a role, the ARN of a secret or of a key. */
  of(...subjects: readonly string[]): readonly string[];
}

type Seen = Parameters<Hook>[0];

export function watchUnread(sandbox: Sandbox): Unread {
  const unread = new Map<string, string>();
  sandbox.before((call) => {
    const subject = subjectOf(call);
    if (subject !== undefined) unread.set(`${call.operation} ${subject}`, subject);
  });
  sandbox.after((call) => {
    const subject = subjectOf(call);
    if (subject !== undefined) unread.delete(`${call.operation} ${subject}`);
  });
  return {
    of: (...subjects) =>
      [...unread].filter(([, subject]) => subjects.includes(subject)).map(([call]) => call),
  };
}

/** Without these nobody knows what a grant would do. */
const needed = new Set([
  "GetRole",
  "GetRolePolicy",
  "ListRolePolicies",
  "ListAttachedRolePolicies",
  "DescribeSecret",
  "GetResourcePolicy",
  "ListSecretVersionIds",
  "DescribeKey",
  "GetKeyPolicy",
]);

function subjectOf({ from, operation, input }: Seen): string | undefined {
  const isReconcile =
    isPullpass(from.caller) && from.caller.kind === "role" && from.caller.roleArn.includes("reconcile");
  if (!isReconcile || !needed.has(operation)) return undefined;
  const { RoleName, SecretId, KeyId } = input as Readonly<Record<string, unknown>>;
  return String(RoleName ?? SecretId ?? KeyId);
}
