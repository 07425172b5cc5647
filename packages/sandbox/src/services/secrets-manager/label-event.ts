import { eventTime } from "../../local-date.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Secret } from "./state.ts";

/** Labels whose moves no event tells of. */
const untold: ReadonlySet<string> = new Set(["AWSPENDING", "AWSPREVIOUS"]);

/**
 * Makes the change, and tells the bus of each label that is on another version then. A secret is made with its first value without
 * one: unverified.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
 */
export async function tellingLabels<T>(
  secret: Secret,
  sandbox: Sandbox,
  change: () => Promise<T> | T,
): Promise<T> {
  const before = labelsOf(secret);
  const result = await change();
  for (const [label, version] of labelsOf(secret)) {
    if (before.get(label) !== version && !untold.has(label)) emitLabel(secret, label, version, sandbox);
  }
  return result;
}

function labelsOf({ versions }: Secret): ReadonlyMap<string, string> {
  return new Map(
    [...versions.values()].flatMap(({ id, stages }) => [...stages].map((stage) => [stage, id] as const)),
  );
}

function emitLabel(secret: Secret, labelUpdated: string, versionId: string, sandbox: Sandbox): void {
  const { account, region } = secret.place;
  sandbox.emit({
    version: "0",
    id: sandbox.ids.uuid(),
    "detail-type": "Secret Label Updated",
    source: "aws.secretsmanager",
    account,
    time: eventTime(sandbox.clock.now()),
    region,
    resources: [secret.arn],
    detail: { name: secret.name, labelUpdated, versionId },
  });
}
