/** Who made a call. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
import { parseArn } from "../model/arn.ts";
import type { JsonObject } from "../model/json.ts";
import { objectOf, textOf } from "./members.ts";

/** An ARN of the role, else of the user; for what AWS does by itself the service; else `unknown`. */
export function actorOf(userIdentity: JsonObject): string {
  return (
    issuerArn(userIdentity) ?? textOf(userIdentity, "arn") ?? textOf(userIdentity, "invokedBy") ?? "unknown"
  );
}

/** Did one of these roles make the call? A session's ARN has no role path, so without an issuer the name decides. */
export function madeBy(userIdentity: JsonObject, roles: readonly string[]): boolean {
  const issuer = issuerArn(userIdentity);
  if (issuer !== undefined) return roles.includes(issuer);
  const arn = textOf(userIdentity, "arn");
  const session = arn === undefined ? undefined : sessionRole(arn);
  return session !== undefined && roles.some((role) => roleKey(role) === session);
}

function issuerArn(userIdentity: JsonObject): string | undefined {
  return textOf(objectOf(objectOf(userIdentity, "sessionContext"), "sessionIssuer"), "arn");
}

/** `arn:aws:sts::123456789012:assumed-role/name/session` */
function sessionRole(text: string): string | undefined {
  const arn = parseArn(text);
  const [kind, name] = arn?.resource.split("/") ?? [];
  if (arn?.service !== "sts" || kind !== "assumed-role" || name === undefined) return undefined;
  return `${arn.partition} ${arn.account} ${name}`;
}

function roleKey(text: string): string | undefined {
  const arn = parseArn(text);
  return arn && `${arn.partition} ${arn.account} ${arn.resource.split("/").at(-1)}`;
}
