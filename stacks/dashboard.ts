/** What a person on call sees: what matters first, and what to do about it. */
import { Aws, Duration } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  type ConcreteWidget,
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  type IMetric,
  type IWidget,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { age, behindIn, counted, sweeps, type Watched, waiting } from "./watched.ts";

/** Where to look at it. */
export function dashboard(scope: Construct, watched: Watched, alarms: readonly Alarm[]): string {
  const rows: ConcreteWidget[][] = [
    [new TextWidget({ markdown: whatToDo(watched, alarms), width: 24, height: 5 })],
    ...(alarms.length > 0
      ? [[new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 4 })]]
      : []),
    whatIsStuck(watched),
    whatFails(watched),
    ...(watched.metrics ? [whatWasDone] : []),
  ];
  // The library's own classes do not fit its interfaces under exact optional property types.
  const made = new Dashboard(scope, "Dashboard", { defaultInterval: day, widgets: rows as IWidget[][] });
  return `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${made.dashboardName}`;
}

function whatToDo({ metrics }: Watched, alarms: readonly Alarm[]): string {
  const first =
    alarms.length > 0 ? "Look at the alarms first: the description of each says what to do. " : "";
  return `# pullpass in ${Aws.REGION}
${first}\`docs/operations.md\` has the commands.

- **Dead letters** above zero: something failed for good. Read the log of Reconcile, mend the cause, redrive DeadWork.
- **Oldest work** grows: Reconcile fails or is throttled; see the row below.
- **${titleOfSweeps(metrics)}** at zero: nobody makes good what events missed. Read the log of Sweep.`;
}

const titleOfSweeps = (metrics: boolean) => (metrics ? "Completed sweeps" : "Sweeps");

const five = Duration.minutes(5);
const day = Duration.days(1);

function whatIsStuck(watched: Watched): ConcreteWidget[] {
  const { deadWork, deadEvents, work, sweepWork, metrics } = watched;
  return [
    graph("Dead letters (should be zero)", [waiting(deadWork, five), waiting(deadEvents, five)]),
    graph("Oldest work, in seconds", [
      age(work, five).with({ label: "of events" }),
      age(sweepWork, five).with({ label: "of sweeps" }),
    ]),
    graph(titleOfSweeps(metrics), [sweeps(watched)], { view: GraphWidgetView.BAR }),
  ];
}

function whatFails(watched: Watched): ConcreteWidget[] {
  const each = Object.entries(watched.functions);
  const { notify, securityhub } = watched.functions;
  const behind = [
    behindIn(notify, five),
    ...(securityhub === undefined ? [] : [behindIn(securityhub, five).with({ label: "of Security Hub" })]),
  ];
  return [
    graph(
      "Errors",
      each.map(([label, deployed]) => deployed.metricErrors({ label, period: five })),
    ),
    graph(
      "Throttles",
      each.map(([label, deployed]) => deployed.metricThrottles({ label, period: five })),
    ),
    graph("Notices behind, in milliseconds", behind),
  ];
}

const whatWasDone: ConcreteWidget[] = [
  graph(
    "Changes and findings a day",
    [
      counted("reconcile", "ChangesApplied", day),
      counted("reconcile", "ChangesFailed", day),
      counted("reconcile", "FindingsOpened", day),
    ],
    { view: GraphWidgetView.BAR, start: "-P14D" },
  ),
  graph("Roles to look at, by events and by sweeps", [
    counted("ingest", "WorkSent", five).with({ label: "events" }),
    counted("sweep", "WorkSent", five).with({ label: "sweeps" }),
  ]),
  graph("Notices sent a day", [counted("notify", "NoticesSent", day)], {
    view: GraphWidgetView.BAR,
    start: "-P14D",
  }),
];

function graph(
  title: string,
  left: IMetric[],
  more: { readonly view?: GraphWidgetView; readonly start?: string } = {},
): GraphWidget {
  return new GraphWidget({
    title,
    left,
    width: 8,
    height: 6,
    leftYAxis: { min: 0, showUnits: false },
    ...more,
  });
}
