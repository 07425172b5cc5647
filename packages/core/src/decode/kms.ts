/** KMS's records. https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html */
import { isAccount, isRegion, parseArn } from "../model/arn.ts";
import { ignore } from "./ignore.ts";
import { textOf, textOfAnyCase } from "./members.ts";
import type { CloudTrailRecord, Reader } from "./record.ts";

const changed: Reader = (record) => {
  const key = keyIn(record);
  if (key === undefined) return ignore(`this ${record.name} does not say which key`);
  const arn = parseArn(key);
  const place = arn === undefined ? {} : { account: arn.account, region: arn.region };
  return { kind: "key-changed", key, ...record.origin, ...place };
};

export const kms: ReadonlyMap<string, Reader> = new Map([
  ["CancelKeyDeletion", changed],
  ["DisableKey", changed],
  ["EnableKey", changed],
  ["PutKeyPolicy", changed],
  ["ScheduleKeyDeletion", changed],
]);

/** Callers may give an id; the ARN is then in `resources`, and in younger records in the response. */
function keyIn({ request, response, resources }: CloudTrailRecord): string | undefined {
  const asked = textOf(request, "keyId");
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
