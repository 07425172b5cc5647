/** The stack of a Region without pullpass whose events it wants: they are sent on to the bus of its Region. */
import { type EventRule, forwardingRules, iamRegionOf } from "@pullpass/functions/deployment";
import { Aws, type Stack, Token } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { EventBus as SendTo } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { announced, deadEventsAlarm } from "./alarms.ts";
import { deadEvents } from "./dead-letters.ts";
import { noticesTopic } from "./notices.ts";
import type { Options } from "./options.ts";

export interface ForwardingOptions extends Options {
  readonly forwardTo: string;
}

/** Throws an Error where nothing is to be forwarded. */
export function forwarding({ stack }: { readonly stack: Stack }, options: ForwardingOptions): void {
  const { forwardTo } = options;
  const rules = rulesOf(stack, options);
  const dead = deadEvents(stack);
  const bus = EventBus.fromEventBusArn(stack, "Home", busArn(forwardTo));
  const role = senderRole(
    stack,
    rules.map((rule) => ruleName(rule, forwardTo)),
  );
  for (const rule of rules) {
    const { name, description, pattern } = rule;
    new Rule(stack, `On-${name}`, {
      ruleName: ruleName(rule, forwardTo),
      description: `${description}: sent to ${forwardTo}`,
      eventPattern: pattern,
      targets: [new SendTo(bus, { role, deadLetterQueue: dead })],
    });
  }
  const topic = noticesTopic(stack, { subscriptions: options.notices, key: undefined });
  if (options.alarms) announced([deadEventsAlarm(stack, dead)], topic);
}

/** Only what this Region has; all of it, where a template is made for any Region. */
function rulesOf({ region }: Stack, options: ForwardingOptions): readonly EventRule[] {
  const { forwardTo, policyName, tagPrefix, searchRegions, kms } = options;
  const settings = {
    partition: Aws.PARTITION,
    account: Aws.ACCOUNT_ID,
    region: Token.isUnresolved(region) ? Aws.REGION : region,
    policyName,
    tagPrefix,
  };
  if (Token.isUnresolved(region)) {
    return forwardingRules(settings, { secrets: true, keys: kms, roles: true });
  }
  const isSearched = searchRegions.includes(region);
  const roles = region === iamRegionOf(forwardTo);
  if (region === forwardTo || !(isSearched || roles)) {
    throw new Error(
      `${region} has nothing to forward to ${forwardTo}: deploy this into ${iamRegionOf(forwardTo)}, for IAM's events, and into each of the searchRegions`,
    );
  }
  return forwardingRules(settings, { secrets: isSearched, keys: isSearched && kms, roles });
}

/** Named here, so that the role's trust can name them, too. */
const ruleName = ({ name }: EventRule, home: string) => `pullpass-${name}-to-${home}`;

const busArn = (region: string) =>
  `arn:${Aws.PARTITION}:events:${region}:${Aws.ACCOUNT_ID}:event-bus/default`;

/** A bus in another Region is written to under a role. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html */
function senderRole(stack: Stack, ruleNames: readonly string[]): Role {
  const arn = (name: string) => `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:rule/${name}`;
  return new Role(stack, "Sender", {
    assumedBy: new ServicePrincipal("events.amazonaws.com", {
      conditions: {
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
        ArnEquals: { "aws:SourceArn": ruleNames.map(arn) },
      },
    }),
  });
}
