/**
 * What a deployment costs in a month, on paper: calls counted in the sandbox, times public prices, where the account has a second trail that
 * logs management events. The registry secrets themselves, and CloudTrail's first trail, cost the same without pullpass.
 */
import { tableDefinition } from "@pullpass/core";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { defaults } from "../../stacks/options.ts";
import { pullpass } from "../../stacks/pullpass.ts";
import { atMost, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { type Measured, measure, type Usage } from "../cost/measure.ts";
import { assumed, prices } from "../cost/prices.ts";
import type { Size } from "../large-account.ts";

interface Deployment {
  readonly name: string;
  /** Dollars that it is to cost at most. */
  readonly most?: number;
  readonly title: string;
  readonly size: Size;
  readonly sweepsDay: number;
  readonly projectChangesDay: number;
  readonly secretChangesDay: number;
  /** Custom metrics that have a value at all; each function counts its own. */
  readonly metrics: number;
  /** Are alarms, dashboard and metrics left out? */
  readonly isBare?: boolean;
}

const deployments: readonly Deployment[] = [
  {
    name: "idle-organization",
    most: 1,
    title:
      "Idle: one account and Region of an organization, 50 projects, without alarms, dashboard and metrics",
    size: { projects: 50, secrets: 10, roles: 25 },
    sweepsDay: 24,
    projectChangesDay: 0,
    secretChangesDay: 0,
    metrics: 0,
    isBare: true,
  },
  {
    name: "idle-50-projects",
    title: "Idle: 50 projects, nothing changes",
    size: { projects: 50, secrets: 10, roles: 25 },
    sweepsDay: 24,
    projectChangesDay: 0,
    secretChangesDay: 0,
    // What sweep sends and completes; what reconcile applies, fails and finds.
    metrics: 5,
  },
  {
    name: "idle-5000-projects",
    most: 15,
    title: "Idle: 5,000 projects, nothing changes",
    size: { projects: 5_000, secrets: 1_000, roles: 3_000 },
    sweepsDay: 24,
    projectChangesDay: 0,
    secretChangesDay: 0,
    metrics: 5,
  },
  {
    name: "busy-2000-projects",
    title: "Busy: 2,000 projects, 2,000 of their changes and 200 of secrets a day",
    size: { projects: 2_000, secrets: 400, roles: 1_000 },
    sweepsDay: 24,
    projectChangesDay: 2_000,
    secretChangesDay: 200,
    // Every name that a function of packages/functions/src counts, by function.
    metrics: 13,
  },
];

export const benchmark: Benchmark = { about: "dollars a month, by counted calls and public prices", run };

async function run(say: Say): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const deployment of deployments) {
    const bill = billOf(deployment, await measure(deployment.size));
    say(`\n${deployment.title}`);
    for (const [line, dollars] of bill) say(`  ${line.padEnd(34)} ${dollars.toFixed(2).padStart(8)} USD`);
    const total = bill.reduce((sum, [, dollars]) => sum + dollars, 0);
    say(`  ${"a month".padEnd(34)} ${total.toFixed(2).padStart(8)} USD`);
    const { name, most } = deployment;
    if (most !== undefined)
      results.push(atMost(most, { name: `cost-${name}`, value: total, unit: "USD a month" }));
  }
  say("\nPrices and assumptions: bench/cost/prices.ts");
  return results;
}

type Bill = readonly (readonly [line: string, dollars: number])[];

function billOf(deployment: Deployment, measured: Measured): Bill {
  const times = (count: (usage: Usage) => number) => countedMonth(deployment, measured, count);
  const calls = (test: RegExp) => times(({ calls }) => sumOf(calls, test));
  const invocations = times((usage) => usage.invocations);
  const { alarms, dashboards, indexes } = deployed(deployment.isBare === true);
  return [
    ["Lambda requests", invocations * prices.lambdaRequest],
    [
      "Lambda duration",
      (invocations * assumed.lambdaSeconds + calls(/./) * assumed.callSeconds) *
        assumed.lambdaGigabytes *
        prices.lambdaGigabyteSecond,
    ],
    ["SQS, idle polls", assumed.pollsMonth * prices.fifoRequest],
    // Lambda receives and deletes what is sent.
    ["SQS, work", 3 * calls(/^sqs:SendMessage/) * prices.fifoRequest],
    [
      "DynamoDB writes",
      calls(/^dynamodb:(Put|Update|Delete|TransactWrite)/) * (1 + indexes) * prices.writeUnit,
    ],
    [
      "DynamoDB reads",
      (calls(/^dynamodb:(Get|BatchGet)/) + calls(/^dynamodb:Query/) * assumed.queryUnits) * prices.readUnit,
    ],
    ["SNS notices", calls(/^sns:Publish/) * prices.publish],
    ["EventBridge notices", calls(/^(events|eventbridge):PutEvents/) * prices.putEvent],
    ["Secrets Manager calls", calls(/^secretsmanager:/) * prices.secretsManagerCall],
    ["KMS calls", calls(/^kms:/) * prices.kmsCall],
    // What is done with items, messages and notices are data events, which a trail logs only where it is asked to.
    [
      "CloudTrail, second trail",
      calls(/^(?!dynamodb:|sqs:|sns:|events:|eventbridge:)/) * prices.managementEvent,
    ],
    ["CloudWatch logs", (invocations * assumed.logBytes * prices.logGigabyte) / 1e9],
    [`CloudWatch metrics (${deployment.metrics})`, deployment.metrics * prices.metricMonth],
    [`CloudWatch alarms (${alarms})`, alarms * prices.alarmMonth],
    [`CloudWatch dashboards (${dashboards})`, dashboards * prices.dashboardMonth],
  ];
}

function countedMonth(
  { sweepsDay, projectChangesDay, secretChangesDay }: Deployment,
  { sweep, projectChanged, secretTagged }: Measured,
  count: (usage: Usage) => number,
): number {
  const day =
    sweepsDay * count(sweep) +
    projectChangesDay * count(projectChanged) +
    secretChangesDay * count(secretTagged);
  return day * assumed.daysMonth;
}

function sumOf(calls: Usage["calls"], test: RegExp): number {
  return [...calls].reduce((sum, [api, number]) => sum + (test.test(api) ? number : 0), 0);
}

/** What the stack itself holds, by its template. */
function deployed(isBare: boolean) {
  const stack = new Stack(new App(), "pullpass");
  const has = !isBare;
  pullpass({ stack }, { ...defaults, alarms: has, dashboard: has, metrics: has });
  const template = Template.fromStack(stack);
  const count = (type: string) => Object.keys(template.findResources(type)).length;
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = tableDefinition("ledger");
  return {
    alarms: count("AWS::CloudWatch::Alarm"),
    dashboards: count("AWS::CloudWatch::Dashboard"),
    indexes: GlobalSecondaryIndexes.length + LocalSecondaryIndexes.length,
  };
}
