import {
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import type { Script } from "./script.ts";

export const events: Script = ({ events }) => {
  const Name = "projects";
  let arn = "";
  const rule = (EventPattern: string) => events.send(new PutRuleCommand({ Name, EventPattern }));
  const target = (Rule: string) =>
    events.send(
      new PutTargetsCommand({
        Rule,
        Targets: [{ Id: "work", Arn: arn.replace(":events:", ":sqs:").replace("rule/projects", "work") }],
      }),
    );
  const put = (Source: string, Detail = "{}") =>
    events.send(new PutEventsCommand({ Entries: [{ Source, DetailType: "Change", Detail }] }));
  return {
    PutRule: async () => {
      const made = await rule(
        JSON.stringify({ source: ["aws.codebuild"], detail: { errorCode: [{ exists: false }] } }),
      );
      arn = made.RuleArn ?? "";
      return made;
    },
    "PutRule with a pattern that is no JSON": () => rule("{"),
    "PutRule with a pattern that is no pattern": () => rule(JSON.stringify({ source: "aws.codebuild" })),
    DescribeRule: () => events.send(new DescribeRuleCommand({ Name })),
    "DescribeRule of none": () => events.send(new DescribeRuleCommand({ Name: "none" })),
    ListRules: () => events.send(new ListRulesCommand({})),
    PutTargets: () => target(Name),
    "PutTargets of none": () => target("none"),
    ListTargetsByRule: () => events.send(new ListTargetsByRuleCommand({ Rule: Name })),
    PutEvents: () => put("pullpass"),
    "PutEvents of AWS's own": () => put("aws.codebuild"),
    "PutEvents with a detail that is no JSON": () => put("pullpass", "{"),
    "PutEvents of nothing": () => events.send(new PutEventsCommand({ Entries: [] })),
  };
};
