import type { Sandbox } from "../../sandbox.ts";
import { busPermission } from "./bus.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryFailure } from "./delivery-failure.ts";
import { type Bus, defaultBus } from "./state.ts";
import { isAllowed } from "./target-caller.ts";

/**
 * Puts the event on another bus, with the account and Region of its origin. An event travels once.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export function forwardTo(arn: string, delivery: Delivery, sandbox: Sandbox): void {
  const to = busOf(arn, sandbox);
  if (!delivery.forward) {
    const scope = to.place.account === delivery.bus.place.account ? "REGION" : "ACCOUNT";
    throw new DeliveryFailure(`THIRD_${scope}_HOP_DETECTED`, "The event was forwarded before.");
  }
  if (!mayPut(to, delivery, sandbox)) {
    throw new DeliveryFailure("NO_PERMISSIONS", `${delivery.rule.arn} may not put events on ${arn}.`);
  }
  delivery.forward(to);
}

function busOf(arn: string, sandbox: Sandbox): Bus {
  const [, partition = "", , region = "", account = ""] = arn.split(":");
  const bus = defaultBus(sandbox, { partition, region, account });
  const isThere = sandbox.regions.includes(region) && sandbox.hasAccount(account);
  if (bus.arn === arn && isThere) return bus;
  throw new DeliveryFailure("NO_RESOURCE", `Event bus ${arn} does not exist.`);
}

/**
 * The target's role may put events there. Another account's bus needs such a role; between Regions of one account nobody
 * is asked without one. Whether AWS insists on it there too is unverified: PutTargets without a role would show.
 */
function mayPut(to: Bus, delivery: Delivery, sandbox: Sandbox): boolean {
  const { target, bus } = delivery;
  if (target.RoleArn === undefined) return to.place.account === bus.place.account;
  return isAllowed(busPermission("PutEvents", to), delivery, sandbox);
}
