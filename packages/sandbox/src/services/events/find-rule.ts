import { ResourceNotFoundException } from "@aws-sdk/client-eventbridge";
import type { Call, Permission } from "../../service.ts";
import { type Bus, defaultBus, type Rule } from "./state.ts";

/** The bus of the caller's Region that has that name or ARN; there is only `default`. @throws ResourceNotFoundException */
export function requireBus(nameOrArn: string | undefined, call: Call): Bus {
  const [, , , region = call.place.region, account = call.place.account] = (nameOrArn ?? "").split(":");
  const bus = defaultBus(call.sandbox, { ...call.place, region, account });
  if (nameOrArn === undefined || nameOrArn === bus.name || nameOrArn === bus.arn) return bus;
  throw notFound(`Event bus ${nameOrArn} does not exist.`);
}

/** @throws ResourceNotFoundException */
export function requireRule(name: string | undefined, bus: Bus): Rule {
  const rule = bus.rules.get(name ?? "");
  if (rule) return rule;
  throw notFound(`Rule ${name} does not exist on EventBus ${bus.name}.`);
}

/** What EventBridge asks IAM about a rule, there or not. */
export function rulePermission(
  action: string,
  name: string | undefined,
  bus: string | undefined,
  call: Call,
): Permission {
  const { place } = requireBus(bus, call);
  return { action: `events:${action}`, resource: ruleArn(name ?? "", call), resourceAccount: place.account };
}

/** `arn:aws:events:eu-central-1:111122223333:rule/name` */
export function ruleArn(name: string, { place }: Call): string {
  return `arn:${place.partition}:events:${place.region}:${place.account}:rule/${name}`;
}

function notFound(message: string) {
  return new ResourceNotFoundException({ message, $metadata: {} });
}
