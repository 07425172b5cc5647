import { asked } from "./decide/asked.ts";
import { onResource } from "./decide/policies.ts";
import type { RequestContext } from "./types.ts";

/** Who asks for what with which key. */
export interface KeyQuestion {
  /** `kms:Decrypt` */
  readonly action: string;
  readonly keyArn: string;
  /** The role's account; twelve digits. */
  readonly account: string;
  readonly roleArn: string;
  readonly context: RequestContext;
}

/**
 * Can a permission of the role count, by this key policy? It can if the policy gives the action to the account, or to
 * the role itself. A policy that cannot be read delegates nothing; never throws.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicyDelegates(document: unknown, question: KeyQuestion): boolean {
  const { action, keyArn, account, roleArn, context } = question;
  const principal = { kind: "role", arn: roleArn, account } as const;
  const request = { principal, action, resource: keyArn, resourceAccount: account, context };
  const policy = { kind: "known", value: { name: "key policy", document } } as const;
  const { claims } = onResource("key", policy, false, asked(request));
  return claims.some(({ says, tests }) => says !== "deny" && tests.length === 0);
}
