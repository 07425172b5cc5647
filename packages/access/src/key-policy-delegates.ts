import { applies, asked } from "./decide/asked.ts";
import { namingOf } from "./match/principal.ts";
import { readPolicy } from "./policy/read-policy.ts";
import type { AccessRequest, RequestContext } from "./types.ts";

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
  const policy = readPolicy(document);
  if (policy === undefined) return false;
  const principal = { kind: "role", arn: roleArn, account } as const;
  const request: AccessRequest = { principal, action, resource: keyArn, resourceAccount: account, context };
  return policy.statements.some(
    (statement) =>
      statement.effect === "Allow" &&
      statement.principals !== undefined &&
      namingOf(statement.principals, principal) !== undefined &&
      applies(statement, policy.version, asked(request)),
  );
}
