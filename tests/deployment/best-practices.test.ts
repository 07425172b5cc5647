import { Aspects, type Stack } from "aws-cdk-lib";
import { Annotations, Match } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, test } from "vitest";
import { everything, forwardingStack, pullpassStack } from "./support/synthesized.ts";

function found(stack: Stack): readonly string[] {
  Aspects.of(stack).add(new AwsSolutionsChecks({ verbose: true }));
  const annotations = Annotations.fromStack(stack);
  const rules = Match.stringLikeRegexp("^(AwsSolutions|CdkNag)");
  return [...annotations.findError("*", rules), ...annotations.findWarning("*", rules)].map(
    ({ id, entry }) => `${id}: ${String(entry.data).split("\n")[0]}`,
  );
}

test.each([
  ["as it is", pullpassStack()],
  ["with every option", pullpassStack(everything)],
  ["for some roles only", pullpassStack({ rolePattern: "build-*", rolePath: "/builds/*" })],
  ["forwarding", forwardingStack("eu-central-1")],
])("AWS Solutions' checks pass: %s", (_, stack) => {
  expect(found(stack)).toEqual([]);
});
