/** Which rule of a deployment brings an event to it: the rules that are deployed, asked one by one. */
import { type EventRule, eventRules, forwardingRules, iamRegionOf } from "@pullpass/functions/deployment";
import { compilePattern } from "@pullpass/sandbox";
import { member } from "./member.ts";

/** The deployment that is asked about, as far as it is known. */
export interface DeployedAt {
  /** `undefined`: the event's own. */
  readonly account: string | undefined;
  /** `undefined`: the event's own. */
  readonly region: string | undefined;
  readonly searchRegions: readonly string[];
  readonly policyName: string;
  readonly tagPrefix: string;
}

export type Delivery =
  | {
      readonly kind: "delivered";
      readonly rule: string;
      /** The Region whose forwarding stack has the rule; `undefined` for the deployment's own rules. */
      readonly forwardedFrom: string | undefined;
      /** With the option `kms: false` the rule is not there. */
      readonly needsKms: boolean;
      /** Where the deployment's Region is not known: it is this one, or hears of it through the forwarding stack here. */
      readonly onlyIn: string | undefined;
    }
  | { readonly kind: "none"; readonly why: string };

export function deliveryOf(event: unknown, at: DeployedAt): Delivery {
  const account = textOf(event, "account");
  const region = textOf(event, "region");
  if (account === undefined || region === undefined) return none("the event has no account or no region");
  if (at.account !== undefined && account !== at.account)
    return none(`the rules are pinned to account ${at.account}`);
  const home = at.region ?? region;
  if (isSchedule(event)) return delivered("sweeps");
  const { policyName, tagPrefix } = at;
  const settings = { partition: partitionOf(region), account, region, policyName, tagPrefix };
  if (home === region) {
    const rule = ruleFor(event, eventRules(settings, { kms: true }));
    if (rule === undefined) return none("none asks for events like it");
    const elsewhere = forwardingRules(settings, everything).some(({ name }) => name === rule.name);
    const needsKms = isMissing(rule, eventRules(settings, { kms: false }));
    return delivered(rule.name, {
      needsKms,
      onlyIn: at.region === undefined && elsewhere ? region : undefined,
    });
  }
  const rule = ruleFor(event, forwardingRules(settings, everything));
  if (rule === undefined) return none(`nothing like it is forwarded from ${region} to ${home}`);
  const kinds = { secrets: at.searchRegions.includes(region), roles: region === iamRegionOf(home) };
  const forwarded = ruleFor(event, forwardingRules(settings, { ...kinds, keys: kinds.secrets }));
  if (forwarded === undefined) return none(`${region} is not among the searchRegions of ${home}`);
  const needsKms = isMissing(forwarded, forwardingRules(settings, { ...kinds, keys: false }));
  return delivered(forwarded.name, { forwardedFrom: region, needsKms });
}

const everything = { secrets: true, keys: true, roles: true } as const;

function ruleFor(event: unknown, rules: readonly EventRule[]): EventRule | undefined {
  return rules.find(({ pattern }) => compilePattern(pattern)(event));
}

function isMissing({ name }: EventRule, rules: readonly EventRule[]): boolean {
  return !rules.some((rule) => rule.name === name);
}

/** The rule with the schedule has no pattern: EventBridge sends it to the sweep itself. */
function isSchedule(event: unknown): boolean {
  return textOf(event, "source") === "aws.events" && textOf(event, "detail-type") === "Scheduled Event";
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function textOf(event: unknown, name: string): string | undefined {
  const value = member(event, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function delivered(
  rule: string,
  over: { forwardedFrom?: string; needsKms?: boolean; onlyIn?: string | undefined } = {},
): Delivery {
  const { forwardedFrom, needsKms = false, onlyIn } = over;
  return { kind: "delivered", rule, forwardedFrom, needsKms, onlyIn };
}

function none(why: string): Delivery {
  return { kind: "none", why };
}
