import { isMembers, member } from "../policy/members.ts";
import { type Fault, type PolicyKind, refused } from "./fault.ts";
import type { Surroundings } from "./surroundings.ts";
import { textOf } from "./text.ts";

/**
 * How long a policy may be. IAM does not count white space; the others count bytes as they are.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function* sizeFaults(
  document: unknown,
  kind: PolicyKind,
  surroundings: Surroundings,
): Iterable<Fault> {
  const most = largest(kind, surroundings);
  const text = surroundings.text ?? textOf(document);
  const isOfIam = kind === "identity" || kind === "trust";
  const size = isOfIam ? sizeInIam(text) : Buffer.byteLength(text);
  if (most === undefined || size <= most) return;
  const unit = isOfIam ? "characters, not counting white space" : "bytes";
  yield refused("too-large", "$", `The policy has ${size} ${unit}; ${most} are allowed.`, String(most));
}

/**
 * SQS counts what is in a queue's policy, too.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
export function* countFaults(
  statements: readonly (readonly [unknown, string])[],
  kind: PolicyKind,
  { service }: Surroundings,
): Iterable<Fault> {
  if (kind !== "resource" || service !== "sqs") return;
  if (statements.length > 20)
    yield refused("too-many", "$.Statement", `There are ${statements.length} statements; 20 are allowed.`);
  for (const [statement, path] of statements) {
    const actions = isMembers(statement) ? member(statement, "Action") : undefined;
    if (Array.isArray(actions) && actions.length > 7)
      yield refused("too-many", `${path}.Action`, `There are ${actions.length} actions; 7 are allowed.`);
  }
}

/** Quotas of IAM count characters without white space. */
export function sizeInIam(text: string): number {
  return text.replace(/\s/g, "").length;
}

/** Inline policies share what a role may have; this is all of it. */
function largest(kind: PolicyKind, { managed, service = "" }: Surroundings): number | undefined {
  if (kind === "identity") return managed ? 6144 : 10_240;
  if (kind === "trust") return 2048;
  if (kind === "key") return 32_768;
  return ofService.get(service);
}

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const ofService: ReadonlyMap<string, number> = new Map([
  ["secretsmanager", 20_480],
  ["sqs", 8192],
  ["events", 10_240],
]);
