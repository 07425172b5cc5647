import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { iamRegionOf } from "../../packages/functions/src/deployment/index.ts";
import { forwardingStack } from "./support/synthesized.ts";

function rulesIn(template: Template): readonly string[] {
  return Object.values(template.findResources("AWS::Events::Rule")).map(({ Properties }) => Properties.Name);
}

const inRegion = (region: string, searchRegions: readonly string[] = []) =>
  Template.fromStack(forwardingStack("eu-central-1", { searchRegions }, region));

describe("a Region sends on what pullpass wants of it, and nothing else", () => {
  const named = (...names: readonly string[]) => names.map((name) => `pullpass-${name}-to-eu-central-1`);
  const secrets = named("secrets", "secret-deletions", "secret-labels", "keys", "key-material");
  const roles = named(
    "role-policies",
    "roles",
    "new-roles",
    "role-tags",
    "managed-policies",
    "policy-versions",
  );
  const tags = named("tag-changes", "tag-editor");

  test.each([
    ["us-east-1, where IAM's events are", "us-east-1", [], [...roles, ...tags]],
    ["us-east-1, also searched", "us-east-1", ["us-east-1"], [...secrets, ...roles, ...tags]],
    ["another one, searched", "eu-west-1", ["eu-west-1"], [...secrets, ...tags]],
  ])("%s", (_, region, searchRegions, rules) => {
    expect(rulesIn(inRegion(region, searchRegions))).toEqual(rules);
  });

  test("a template for any Region has it all, pinned to the Region it is deployed in", () => {
    const template = Template.fromStack(forwardingStack("eu-central-1"));
    expect(rulesIn(template)).toEqual([...secrets, ...roles, ...tags]);
    template.allResourcesProperties("AWS::Events::Rule", {
      EventPattern: { region: [{ Ref: "AWS::Region" }], account: [{ Ref: "AWS::AccountId" }] },
    });
  });

  test("keys are left out where pullpass does not read them", () => {
    const stack = forwardingStack("eu-central-1", { searchRegions: ["eu-west-1"], kms: false }, "eu-west-1");
    const rules = rulesIn(Template.fromStack(stack));
    expect(rules).toEqual([...named("secrets", "secret-deletions", "secret-labels"), ...tags]);
  });
});

test.each([["eu-central-1"], ["eu-west-1"]])("%s has nothing to send, and is told so", (region) => {
  expect(() => inRegion(region)).toThrow(
    `${region} has nothing to forward to eu-central-1: deploy this into us-east-1, for IAM's events, and into each of the searchRegions`,
  );
});

test("events go to the other Region's bus under a role that only these rules have, and lost ones ring", () => {
  const template = inRegion("us-east-1");
  const account = { Ref: "AWS::AccountId" };
  const bus = {
    "Fn::Join": [
      "",
      ["arn:", { Ref: "AWS::Partition" }, ":events:eu-central-1:", account, ":event-bus/default"],
    ],
  };
  for (const { Properties } of Object.values(template.findResources("AWS::Events::Rule"))) {
    expect(Properties.Targets).toMatchObject([
      { Arn: bus, RoleArn: expect.anything(), DeadLetterConfig: { Arn: expect.anything() } },
    ]);
  }
  template.hasResourceProperties("AWS::IAM::Policy", {
    PolicyDocument: { Statement: [{ Action: "events:PutEvents", Effect: "Allow", Resource: bus }] },
  });
  const [role] = Object.values(template.findResources("AWS::IAM::Role"));
  const sources = role?.Properties.AssumeRolePolicyDocument.Statement[0].Condition.ArnEquals["aws:SourceArn"];
  expect(JSON.stringify(sources)).toMatch(
    /rule\/pullpass-role-policies-to-eu-central-1.*rule\/pullpass-roles-to/,
  );
  template.resourceCountIs("AWS::CloudWatch::Alarm", 1);
});

test.each([
  ["eu-central-1", "us-east-1"],
  ["us-gov-east-1", "us-gov-west-1"],
  ["cn-northwest-1", "cn-north-1"],
])("what IAM does for %s is heard in %s", (region, iamRegion) => {
  expect(iamRegionOf(region)).toBe(iamRegion);
});
