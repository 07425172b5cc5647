/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { inParallel } from "@pullpass/core";
import { type Connection, eventBridgeClient } from "@pullpass/core/aws";
import type { Known } from "@pullpass/core/parts";
import type { BusRule, ExaminedForwarding, RuleTarget } from "../examined.ts";
import { pages, told } from "./told.ts";

/** On the default bus. */
export function readRules(
  client: EventBridgeClient,
  region: string,
  prefix?: string,
): Promise<Known<readonly BusRule[]>> {
  return told("events:ListRules", region, async () => {
    const rules = await pages(async (NextToken) => {
      const answer = await client.send(new ListRulesCommand({ NamePrefix: prefix, NextToken }));
      return { items: answer.Rules, next: answer.NextToken };
    });
    return rules.map(({ Name = "", Description = "", State = "" }) => ({
      name: Name,
      description: Description,
      state: State,
    }));
  });
}

/** By the rule's name. */
export async function readTargets(
  client: EventBridgeClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, Known<readonly RuleTarget[]>>> {
  const all = await inParallel(names, 8, async (name) => [name, await targetsOf(client, name)] as const);
  return new Map(all);
}

function targetsOf(client: EventBridgeClient, name: string): Promise<Known<readonly RuleTarget[]>> {
  return told("events:ListTargetsByRule", name, async () => {
    const targets = await pages(async (NextToken) => {
      const answer = await client.send(new ListTargetsByRuleCommand({ Rule: name, NextToken }));
      return { items: answer.Targets, next: answer.NextToken };
    });
    return targets.map(({ Arn = "", DeadLetterConfig }) => ({
      arn: Arn,
      deadLetters: DeadLetterConfig?.Arn,
    }));
  });
}

/** What is there of the rules that forward events. */
export async function readForwarding(
  connection: Connection,
  { region, wanted }: Pick<ExaminedForwarding, "region" | "wanted">,
): Promise<ExaminedForwarding> {
  const client = eventBridgeClient(connection, region);
  const rules = await readRules(client, region, "pullpass-");
  const there = rules.kind === "known" ? rules.value.map(({ name }) => name) : [];
  const targets = await readTargets(
    client,
    wanted.filter((name) => there.includes(name)),
  );
  return { region, wanted, rules, targets };
}
