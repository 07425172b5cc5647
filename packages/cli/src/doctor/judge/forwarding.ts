/** Whether what happens in other Regions is sent on: IAM's events, and those of secrets that are looked for there. */
import { listed } from "@pullpass/core";
import type { Known } from "@pullpass/core/parts";
import { iamRegionOf } from "@pullpass/functions/deployment";
import type { Verdict } from "../check.ts";
import type { Examined, ExaminedForwarding, RuleTarget } from "../examined.ts";
import { judgeTrailOfIam } from "./trail.ts";
import { about, fine, untold, untoldOf, warning } from "./verdicts.ts";

export function judgeForwarding(examined: Examined, all: readonly ExaminedForwarding[]): readonly Verdict[] {
  const { region } = examined;
  const trail = judgeTrailOfIam(examined);
  const verdicts = all.flatMap((each) => ofRegion(each, examined));
  if (all.length === 0)
    return iamRegionOf(region) === region ? [fine("IAM's events are in this Region.")] : [];
  const regions = all.map((each) => each.region);
  const found = [...verdicts, ...(trail === undefined ? [] : [trail])];
  return found.length > 0 ? found : [fine(`Events of ${listed(regions, 5)} are sent to ${region}.`)];
}

function ofRegion(
  { region: from, wanted, rules, targets }: ExaminedForwarding,
  { partition, account, region: home }: Examined,
): readonly Verdict[] {
  const what = from === iamRegionOf(home) ? "what happens to roles" : "what happens to secrets there";
  const late = `${what} is noticed by the next sweep`;
  if (rules.kind === "unknown") return [untold(`Whether events of ${from} are sent to ${home}`, rules)];
  const states = new Map(rules.kind === "known" ? rules.value.map(({ name, state }) => [name, state]) : []);
  const enabled = wanted.filter((name) => states.has(name) && states.get(name) !== "DISABLED");
  const off = wanted.filter((name) => states.get(name) === "DISABLED");
  const missing = wanted.filter((name) => !states.has(name));
  if (missing.length === wanted.length) {
    return [warning(`No events of ${from} are sent to ${home}: ${late}.`, deployForwarding)];
  }
  const bus = `arn:${partition}:events:${home}:${account}:event-bus/default`;
  const looked = enabled.map((name) => ({ name, known: targets.get(name) ?? { kind: "absent" as const } }));
  const astray = looked.filter(({ known }) => known.kind !== "unknown" && !reaches(known, bus));
  const idle = [...missing, ...astray.map(({ name }) => name)];
  return [
    ...(off.length > 0
      ? [
          warning(
            `In ${from} ${about("rule", off, ["is", "are"])} disabled: ${late}.`,
            "Enable it with aws events enable-rule.",
          ),
        ]
      : []),
    ...(idle.length > 0
      ? [
          warning(
            `In ${from} ${about("rule", idle, ["sends", "send"])} nothing to ${home}: ${late}.`,
            deployForwarding,
          ),
        ]
      : []),
    ...untoldOf("What is sent by", looked),
  ];
}

function reaches(known: Known<readonly RuleTarget[]>, bus: string): boolean {
  return known.kind === "known" && known.value.some(({ arn }) => arn === bus);
}

const deployForwarding = "Deploy the forwarding stack there: docs/operations.md, Several Regions.";
