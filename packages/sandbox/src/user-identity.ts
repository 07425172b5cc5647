import { identityArn } from "./principals.ts";
import { servicePrincipal } from "./request-context.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Call, Caller } from "./service.ts";
import { roleByArn, userByArn } from "./services/iam/state.ts";

/**
 * Who called, as a trail record says it. The session's ARN is without the role's path, its issuer's is with it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userIdentity({ caller, viaService, sandbox }: Call) {
  if (caller.kind === "service") return { type: "AWSService", invokedBy: caller.service };
  const invokedBy = viaService === undefined ? {} : { invokedBy: servicePrincipal(viaService) };
  return { ...identityOf(caller, sandbox), ...invokedBy };
}

/** The same for the account whose resource it was: it learns the account and no more. */
export function strangerIdentity(call: Call) {
  const identity = userIdentity(call);
  if (!("principalId" in identity)) return identity;
  return { type: "AWSAccount", principalId: identity.principalId, accountId: identity.accountId };
}

type Person = Exclude<Caller, { kind: "service" }>;

function identityOf(caller: Person, sandbox: Sandbox) {
  if (caller.arn.endsWith(":root")) return root(caller);
  if (caller.arn.includes(":user/")) return user(caller, sandbox);
  return session(caller, identityArn(caller), sandbox);
}

function root({ arn, account }: Person) {
  return { type: "Root", principalId: account, arn, accountId: account };
}

function user({ arn, account }: Person, sandbox: Sandbox) {
  const principalId = userByArn(sandbox, arn)?.id ?? "AIDACKCEVSQ6C2EXAMPLE";
  return { type: "IAMUser", principalId, arn, accountId: account, userName: lastSegment(arn) };
}

function session({ arn, account }: Person, roleArn: string, sandbox: Sandbox) {
  const principalId = roleByArn(sandbox, roleArn)?.id ?? "AROACKCEVSQ6C2EXAMPLE";
  return {
    type: "AssumedRole",
    principalId: `${principalId}:${lastSegment(arn)}`,
    arn,
    accountId: account,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId,
        arn: roleArn,
        accountId: account,
        userName: lastSegment(roleArn),
      },
      attributes: {
        creationDate: `${sandbox.clock.now().toISOString().slice(0, -5)}Z`,
        mfaAuthenticated: "false",
      },
    },
  };
}

function lastSegment(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
