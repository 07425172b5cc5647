import { roleSession } from "../../principals.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Caller, Permission } from "../../service.ts";
import { seenIam } from "../iam/lag.ts";
import { roleByArn } from "../iam/state.ts";
import type { Delivery } from "./delivery.ts";

/**
 * May EventBridge do that for the rule: as the target's role if it names one, or else as itself, which reaches the rule's
 * own account only.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
export function isAllowed(permission: Permission, delivery: Delivery, sandbox: Sandbox): boolean {
  const { bus, target } = delivery;
  const { place } = bus;
  if (target.RoleArn === undefined && permission.resourceAccount !== place.account) return false;
  const caller = callerOf(delivery, sandbox);
  return caller !== undefined && sandbox.decide(permission, { caller, place }).kind === "allowed";
}

function callerOf({ bus, rule, target: { RoleArn } }: Delivery, sandbox: Sandbox): Caller | undefined {
  const { account } = bus.place;
  const itself = { kind: "service", service: "events.amazonaws.com", account, sourceArn: rule.arn } as const;
  if (RoleArn === undefined) return itself;
  const trust = roleByArn(sandbox, RoleArn, seenIam)?.trust;
  if (trust === undefined || RoleArn.split(":")[4] !== account) return undefined;
  const assume = {
    action: "sts:AssumeRole",
    resource: RoleArn,
    resourceAccount: account,
    resourcePolicy: trust,
  };
  const decision = sandbox.decide(assume, { caller: itself, place: bus.place });
  return decision.kind === "allowed" ? roleSession(RoleArn, "events", sandbox.clock.now()) : undefined;
}
