/** Which rule of a deployment brings an event to it: the rules that are deployed, asked one by one. */
import { partitionOf } from "@pullpass/core";
import {
  type EventRule,
  eventRules,
  forwardingRules,
  iamRegionOf,
  type RuleSettings,
} from "@pullpass/functions/deployment";
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

/** Asks the rules of one deployment, which are read once for each account and Region that events are of. */
export function deliveriesTo(at: DeployedAt): (event: unknown) => Delivery {
  const known = new Map<string, Asked>();
  return (event) => {
    const account = textOf(event, "account");
    const region = textOf(event, "region");
    if (account === undefined || region === undefined) return none("the event has no account or no region");
    if (at.account !== undefined && account !== at.account)
      return none(`the rules are pinned to account ${at.account}`);
    if (isSchedule(event)) return delivered("sweeps");
    const key = JSON.stringify([account, region]);
    const home = at.region ?? region;
    const asked =
      known.get(key) ?? (home === region ? own(at, account, region) : forwarded(at, account, region, home));
    known.set(key, asked);
    return asked(event);
  };
}

type Asked = (event: unknown) => Delivery;

/** The rules on the bus of the deployment's Region. */
function own(at: DeployedAt, account: string, region: string): Asked {
  const settings = settingsFor(at, account, region);
  const rules = compiled(eventRules(settings, { kms: true }));
  const withoutKms = names(eventRules(settings, { kms: false }));
  const alsoForwarded = names(forwardingRules(settings, everything));
  return (event) => {
    const rule = ruleFor(event, rules);
    if (rule === undefined) return none("none asks for events like it");
    const isUnsure = at.region === undefined && alsoForwarded.has(rule);
    return delivered(rule, { needsKms: !withoutKms.has(rule), onlyIn: isUnsure ? region : undefined });
  };
}

/** The rules of a forwarding stack, which sends on to the deployment's Region. */
function forwarded(at: DeployedAt, account: string, region: string, home: string): Asked {
  const settings = settingsFor(at, account, region);
  const isSearched = at.searchRegions.includes(region);
  const kinds = { secrets: isSearched, keys: isSearched, roles: region === iamRegionOf(home) };
  const rules = compiled(forwardingRules(settings, kinds));
  const possible = compiled(forwardingRules(settings, everything));
  const withoutKms = names(forwardingRules(settings, { ...kinds, keys: false }));
  return (event) => {
    const rule = ruleFor(event, rules);
    if (rule !== undefined)
      return delivered(rule, { forwardedFrom: region, needsKms: !withoutKms.has(rule) });
    return ruleFor(event, possible) === undefined
      ? none(`nothing like it is forwarded from ${region} to ${home}`)
      : none(`${region} is not among the searchRegions of ${home}`);
  };
}

const everything = { secrets: true, keys: true, roles: true } as const;

function settingsFor({ policyName, tagPrefix }: DeployedAt, account: string, region: string): RuleSettings {
  return { partition: partitionOf(region), account, region, policyName, tagPrefix };
}

type Compiled = readonly { readonly name: string; readonly matches: (event: unknown) => boolean }[];

function compiled(rules: readonly EventRule[]): Compiled {
  return rules.map(({ name, pattern }) => ({ name, matches: compilePattern(pattern) }));
}

function ruleFor(event: unknown, rules: Compiled): string | undefined {
  return rules.find(({ matches }) => matches(event))?.name;
}

function names(rules: readonly EventRule[]): ReadonlySet<string> {
  return new Set(rules.map(({ name }) => name));
}

/** The rule with the schedule has no pattern: EventBridge sends it to the sweep itself. */
function isSchedule(event: unknown): boolean {
  return textOf(event, "source") === "aws.events" && textOf(event, "detail-type") === "Scheduled Event";
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
