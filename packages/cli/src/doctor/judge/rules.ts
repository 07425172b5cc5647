/** Whether the rules are enabled, and reach functions that are there and let them in. */
import { plain } from "@pullpass/core";
import { command, letsServiceIn } from "@pullpass/core/parts";
import type { Verdict } from "../check.ts";
import type { Examined, ExaminedDeployment, ExaminedFunction, RuleTarget } from "../examined.ts";
import { about, deployAgain, fault, fine, untold, untoldOf, warning } from "./verdicts.ts";

interface Wired {
  readonly rule: string;
  readonly target: RuleTarget;
}

type At = Pick<Examined, "partition" | "account" | "region">;

export function judgeRules(examined: Examined, deployed: ExaminedDeployment): readonly Verdict[] {
  const { rules } = examined;
  const { parts, targets } = deployed;
  if (parts.kind !== "known") return [];
  if (rules.kind === "unknown") return [untold("Whether the rules are enabled", rules)];
  const names = [...parts.value.rules.values()];
  const states = new Map(rules.kind === "known" ? rules.value.map(({ name, state }) => [name, state]) : []);
  const gone = names.filter((name) => !states.has(name));
  const there = names.filter((name) => states.has(name));
  const disabled = there.filter((name) => states.get(name) === "DISABLED");
  const looked = there.map((name) => ({ name, known: targets.get(name) ?? { kind: "absent" as const } }));
  const wired = looked.flatMap(({ name, known }) =>
    known.kind === "known" ? known.value.map((target) => ({ rule: name, target })) : [],
  );
  const idle = looked.filter(
    ({ known }) => known.kind === "absent" || (known.kind === "known" && known.value.length === 0),
  );
  const verdicts = [
    ...nothingThere(names),
    ...lost(["is gone", "are gone"], gone),
    ...turnedOff(disabled, examined),
    ...lost(
      ["is there, and invokes nothing", "are there, and invoke nothing"],
      idle.map(({ name }) => name),
    ),
    ...untoldOf("What is invoked by", looked),
    ...judgeTargets(wired, deployed, examined),
    ...judgeDeadLetters(wired, deployed),
  ];
  return verdicts.length > 0
    ? verdicts
    : [fine(`All ${names.length} rules are enabled, and reach their functions.`)];
}

function nothingThere(names: readonly string[]): readonly Verdict[] {
  return names.length > 0 ? [] : [fault("The stack has no rules.", deployAgain)];
}

function lost(how: readonly [one: string, many: string], names: readonly string[]): readonly Verdict[] {
  return names.length === 0 ? [] : [fault(`${about("Rule", names, how)}.`, deployAgain)];
}

function turnedOff(names: readonly string[], { region }: At): readonly Verdict[] {
  const [first] = names;
  if (first === undefined) return [];
  const says = `${about("Rule", names, ["is", "are"])} disabled.`;
  return [
    fault(
      says,
      names.length === 1
        ? command("aws", ["events", "enable-rule", "--region", region, "--name", first])
        : "Enable each with aws events enable-rule, or deploy pullpass again.",
    ),
  ];
}

/** Of each function, once. */
function judgeTargets(wired: readonly Wired[], deployed: ExaminedDeployment, at: At): readonly Verdict[] {
  const functions = new Map([...deployed.functions.values()].map((each) => [each.arn, each]));
  const groups = [...Map.groupBy(wired, ({ target }) => target.arn)];
  return groups.flatMap(([arn, all]) => {
    const rules = [...new Set(all.map(({ rule }) => rule))];
    const target = functions.get(arn);
    if (target === undefined) return [elsewhere(arn, rules)];
    if (target.configuration.kind === "absent")
      return [fault(`${about("Rule", rules, invokes)} ${target.name}, which is gone.`, deployAgain)];
    return letIn(target, rules, at);
  });
}

function elsewhere(arn: string, rules: readonly string[]): Verdict {
  return fault(
    `${about("Rule", rules, invokes)} ${plain(arn, 200)}, which is not of this deployment.`,
    deployAgain,
  );
}

/** Rules invoke functions by the functions' own policies. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
function letIn(target: ExaminedFunction, rules: readonly string[], at: At): readonly Verdict[] {
  const { policy } = target;
  const who = `Whether ${target.name} lets its rules in`;
  if (policy.kind === "unknown") return [untold(who, policy)];
  const answers = rules.map((rule) => ({ rule, answer: answerOf(policy, target, rule, at) }));
  const shut = answers.filter(({ answer }) => answer === "denied").map(({ rule }) => rule);
  const open = answers.filter(({ answer }) => answer === "unknown").map(({ rule }) => rule);
  return [
    ...(shut.length > 0
      ? [fault(`${target.name} does not let ${about("rule", shut)} in.`, deployAgain)]
      : []),
    ...(open.length > 0
      ? [
          untold(who, {
            kind: "unknown",
            reason: `its policy has conditions on ${about("rule", open)}`,
            refusal: { kind: "malformed" },
          }),
        ]
      : []),
  ];
}

function answerOf(
  policy: Exclude<ExaminedFunction["policy"], { kind: "unknown" }>,
  { arn }: ExaminedFunction,
  rule: string,
  { partition, region, account }: At,
) {
  if (policy.kind === "absent") return "denied";
  const sourceArn = `arn:${partition}:events:${region}:${account}:rule/${rule}`;
  const call = {
    service: "events.amazonaws.com",
    action: "lambda:InvokeFunction",
    resource: arn,
    account,
    sourceArn,
  };
  return letsServiceIn(call, policy.value);
}

/** The queue of a target for what it could not take: one that is gone loses it. */
function judgeDeadLetters(wired: readonly Wired[], { queues }: ExaminedDeployment): readonly Verdict[] {
  const known = [...queues.values()].flatMap((queue) => (queue.kind === "known" ? [queue.value.arn] : []));
  const isUnknown = [...queues.values()].some(({ kind }) => kind === "unknown");
  const lost = wired.filter(
    ({ target: { deadLetters } }) => deadLetters !== undefined && !known.includes(deadLetters),
  );
  if (lost.length === 0 || isUnknown) return [];
  const rules = [...new Set(lost.map(({ rule }) => rule))];
  return [
    warning(
      `What ${about("rule", rules)} cannot deliver is lost: its queue is none of this deployment.`,
      deployAgain,
    ),
  ];
}

const invokes = ["invokes", "invoke"] as const;
