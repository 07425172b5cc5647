import type { RequestContext } from "@pullpass/access";
import { organizationContext } from "./organization/context.ts";
import { principalId } from "./principal-id.ts";
import { identityArn } from "./principals.ts";
import type { From, Sandbox } from "./sandbox.ts";
import type { Caller, Permission } from "./service.ts";
import { seenIam } from "./services/iam/lag.ts";
import { roleByArn, userByArn } from "./services/iam/state.ts";

/**
 * The global condition keys of a call, and those that the operation adds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(
  permission: Permission,
  ask: From & { readonly sandbox: Sandbox },
): RequestContext {
  const { caller, place, viaService, sandbox } = ask;
  const now = sandbox.clock.now();
  return {
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    "aws:RequestedRegion": place.region,
    "aws:SecureTransport": "true",
    "aws:ResourceAccount": permission.resourceAccount ?? place.account,
    "aws:ViaAWSService": String(viaService !== undefined),
    ...(viaService !== undefined && { "aws:CalledVia": [servicePrincipal(viaService)] }),
    ...callerContext(caller, sandbox),
    ...(viaService === undefined && serviceContext(caller)),
    ...organizationContext(caller, permission.resourceAccount ?? place.account, sandbox),
    ...(viaService !== undefined && permission.action.startsWith("kms:") && { "kms:ViaService": viaService }),
    ...permission.context,
  };
}

/** `secretsmanager.eu-central-1.amazonaws.com` calls as `secretsmanager.amazonaws.com`. */
export function servicePrincipal(viaService: string): string {
  return viaService.replace(/^([^.]+)\.[a-z]+(-[a-z]+)+-\d\./, "$1.");
}

function callerContext(caller: Caller, sandbox: Sandbox): RequestContext {
  if (caller.kind === "service") {
    return {
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": caller.service,
      "aws:SourceAccount": caller.account,
      ...(caller.sourceArn !== undefined && { "aws:SourceArn": caller.sourceArn }),
    };
  }
  return {
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalAccount": caller.account,
    "aws:PrincipalArn": identityArn(caller),
    "aws:PrincipalType": caller.kind === "user" ? "User" : "AssumedRole",
    "aws:userid": principalId(caller, sandbox),
    ...(caller.kind === "user" && { "aws:username": caller.arn.slice(caller.arn.lastIndexOf("/") + 1) }),
    ...(caller.kind === "role" && { "aws:TokenIssueTime": caller.issued.toISOString() }),
    ...principalTags(caller, sandbox),
  };
}

/**
 * What the service that assumed the role told of itself. That a call which another service makes on behalf of the
 * session, as Secrets Manager does to KMS, lacks it is unverified: a kms:Decrypt under a condition on
 * `codebuild:ProjectArn` would settle it. Without it, no policy passes here that might be refused there.
 */
function serviceContext(caller: Caller): RequestContext {
  return caller.kind === "role" ? (caller.context ?? {}) : {};
}

function principalTags(caller: Caller, sandbox: Sandbox): RequestContext {
  const tags =
    caller.kind === "role"
      ? roleByArn(sandbox, caller.roleArn, seenIam)?.tags
      : caller.kind === "user"
        ? userByArn(sandbox, caller.arn, seenIam)?.tags
        : undefined;
  return Object.fromEntries([...(tags ?? [])].map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
}
