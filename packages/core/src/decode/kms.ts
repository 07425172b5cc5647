/** KMS's records. https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html */
import { isAccount, isRegion, parseArn } from "../model/arn.ts";
import { ignore } from "./ignore.ts";
import { textOf, textOfAnyCase } from "./members.ts";
import type { CloudTrailRecord, RecordDecoder } from "./record.ts";

const changed: RecordDecoder = (record) => {
  const key = keyIn(record);
  if (key === undefined) return ignore(`this ${record.name} does not say which key`);
  // The account stays the one whose event it is: only what happened in the deployment's own is delivered to it.
  const region = parseArn(key)?.region ?? record.origin.region;
  const alias = textOf(record.request, "aliasName");
  return { kind: "key-changed", key, ...(alias !== undefined && { alias }), ...record.origin, region };
};

export const kms: ReadonlyMap<string, RecordDecoder> = new Map([
  ["CancelKeyDeletion", changed],
  ["DeleteExpiredKeyMaterial", changed],
  ["DeleteImportedKeyMaterial", changed],
  ["DisableKey", changed],
  ["EnableKey", changed],
  ["ImportKeyMaterial", changed],
  ["PutKeyPolicy", changed],
  ["ScheduleKeyDeletion", changed],
  ["UpdateAlias", changed],
]);

/**
 * Callers may give an id; the ARN is then in `resources`, and in younger records in the response. UpdateAlias names the key
 * that the alias now stands for.
 */
function keyIn({ request, response, serviceDetails, resources }: CloudTrailRecord): string | undefined {
  const asked = textOf(request, "keyId") ?? textOf(request, "targetKeyId") ?? textOf(serviceDetails, "keyId");
  const arns = [
    ...resources.map((resource) => textOfAnyCase(resource, "arn")),
    textOf(response, "keyId"),
    asked,
  ];
  return arns.find((text) => text !== undefined && isKeyArn(text)) ?? (asked && keyIdForm.exec(asked)?.[0]);
}

function isKeyArn(text: string): boolean {
  const arn = parseArn(text);
  if (arn?.service !== "kms" || !isRegion(arn.region) || !isAccount(arn.account)) return false;
  return /^key\/[A-Za-z0-9-]+$/.test(arn.resource);
}

const keyIdForm = /^[A-Za-z0-9-]{1,256}$/;
