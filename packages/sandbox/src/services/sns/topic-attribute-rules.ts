import { invalidParameter } from "./errors.ts";

const settable = new Set([
  "Policy",
  "DisplayName",
  "KmsMasterKeyId",
  "DeliveryPolicy",
  "TracingConfig",
  "SignatureVersion",
]);

/** What can be set on a topic. @throws InvalidParameterException */
export function checkTopicAttribute(name: string, value: string): void {
  if (!settable.has(name)) throw invalidParameter("AttributeName");
  if (name === "DisplayName" && value.length > 100) throw invalidParameter("DisplayName Reason: Too long");
  if (name === "Policy" && !isObjectText(value)) throw invalidParameter("Policy Reason: Malformed policy");
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
