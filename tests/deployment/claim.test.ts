import { expect, test } from "vitest";
import { synthesized } from "./support/synthesized.ts";

test("a second deployment in a Region asks for a name that is taken, whatever its options", () => {
  for (const options of [{}, { tagPrefix: "shop/", policyName: "shop", rolePattern: "shop-*" }]) {
    const template = synthesized(options);
    template.resourcePropertiesCountIs("AWS::SSM::Parameter", { Name: "/pullpass/deployment" }, 1);
  }
});

test("what the claim says is read by the pullpass command: the ledger's table, and the stack", () => {
  const [claim] = Object.values(synthesized().findResources("AWS::SSM::Parameter"));
  expect(JSON.stringify(claim?.Properties.Value)).toMatch(/table.*Ref.*Ledger.*stack.*AWS::StackId/s);
});
