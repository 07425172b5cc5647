/** Who made a call. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
import { parseArn } from "../model/arn.ts";
import type { JsonObject } from "../model/json.ts";
import { objectOf, textOf } from "./members.ts";

/** An ARN of the role, else of the user; for what AWS does by itself the service; else `unknown`. */
export function actorOf(userIdentity: JsonObject): string {
  return roleOfSession(userIdentity) ?? textOf(userIdentity, "invokedBy") ?? "unknown";
}

/** Did one of these roles make the call? A session's ARN has no role path, so without an issuer the name decides. */
export function madeBy(userIdentity: JsonObject, roles: readonly string[]): boolean {
  const issuer = issuerArn(userIdentity);
  if (issuer !== undefined) return roles.includes(issuer);
  const session = `${textOf(userIdentity, "arn") ?? ""}/`;
  return roles.flatMap(startOfSessions).some((start) => session.startsWith(start));
}

/** The ARN of the role whose session made the call, or of the session where the record names no role. */
export function roleOfSession(userIdentity: JsonObject): string | undefined {
  return issuerArn(userIdentity) ?? textOf(userIdentity, "arn");
}

function issuerArn(userIdentity: JsonObject): string | undefined {
  return textOf(objectOf(objectOf(userIdentity, "sessionContext"), "sessionIssuer"), "arn");
}

/** `arn:aws:sts::123456789012:assumed-role/name/`: how the ARNs of all sessions of a role begin. */
function startOfSessions(role: string): readonly string[] {
  const arn = parseArn(role);
  if (arn === undefined) return [];
  const name = arn.resource.slice(arn.resource.lastIndexOf("/") + 1);
  return [`arn:${arn.partition}:sts::${arn.account}:assumed-role/${name}/`];
}
