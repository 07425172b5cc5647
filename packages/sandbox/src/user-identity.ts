import { principalId, roleId } from "./principal-id.ts";
import { identityArn } from "./principals.ts";
import { servicePrincipal } from "./request-context.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Call, Caller } from "./service.ts";

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
  const { arn, account } = caller;
  const members = { principalId: principalId(caller, sandbox), arn, accountId: account };
  if (arn.endsWith(":root")) return { type: "Root", ...members };
  if (arn.includes(":user/")) return { type: "IAMUser", ...members, userName: lastSegment(arn) };
  return { type: "AssumedRole", ...members, ...sessionContext(identityArn(caller), account, sandbox) };
}

function sessionContext(roleArn: string, account: string, sandbox: Sandbox) {
  return {
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: roleId(roleArn, sandbox),
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
