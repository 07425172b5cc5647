/** Whether `npx cdk deploy` finds the CDK's bootstrap. SST makes its own, and a plain template wants none. */
import type { Verdict } from "../check.ts";
import type { Examined } from "../examined.ts";
import { fine, untold, warning } from "./verdicts.ts";

export const bootstrapStack = "CDKToolkit";

/** Nothing to say where pullpass is deployed. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
export function judgeBootstrap({ bootstrap, account, region }: Examined): readonly Verdict[] {
  if (bootstrap === undefined) return [];
  const command = `npx cdk bootstrap aws://${account}/${region}`;
  if (bootstrap.kind === "unknown") return [untold("Whether the CDK's bootstrap is there", bootstrap)];
  if (bootstrap.kind === "absent") {
    const says = "The CDK's is not there. npx cdk deploy needs it; SST makes its own.";
    return [{ ...fine(says), next: `Before npx cdk deploy: ${command}` }];
  }
  const { status } = bootstrap.value;
  if (/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status)) {
    return [fine(`Stack ${bootstrapStack} is ${status}.`)];
  }
  return [
    warning(`Stack ${bootstrapStack} is ${status}: npx cdk deploy may not find what it needs.`, command),
  ];
}
