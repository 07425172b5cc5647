import type { TrailMembers } from "../../service.ts";
import type { Key } from "./state.ts";

/**
 * The trail members of a change to a key. `resources` holds the key's ARN, whatever form the request used.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-put-key-policy.html
 */
export function keyTrail(key: Key, requestParameters: unknown, responseElements: unknown): TrailMembers {
  return { requestParameters, responseElements, resources: keyResources(key) };
}

/** The key as the `resources` of a record name it. */
export function keyResources(key: Key) {
  return [{ accountId: key.account, type: "AWS::KMS::Key", ARN: key.arn }];
}
