/** Whether pullpass is deployed, and how its stack is. */
import { claimParameter, plain } from "@pullpass/core";
import type { Verdict } from "../check.ts";
import type { Examined } from "../examined.ts";
import { deployAgain, fault, fine, untold, warning } from "./verdicts.ts";

/** Nothing to say where none is deployed: that is no fault. */
export function judgeDeployment({ claim, deployed, region }: Examined): readonly Verdict[] {
  if (claim.kind === "absent") return [];
  if (claim.kind === "unknown") return [untold(`Whether pullpass is deployed in ${region}`, claim)];
  if (deployed === undefined) return [];
  const name = stackName(claim.value.stack);
  const { stack, parts } = deployed;
  if (stack.kind === "unknown") return [untold(`How stack ${name} is`, stack)];
  if (stack.kind === "absent" || /^DELETE_COMPLETE$/.test(stack.value.status)) {
    return [
      fault(
        `${claimParameter} names stack ${name}, which is not there.`,
        `aws ssm delete-parameter --region ${region} --name ${claimParameter}`,
      ),
    ];
  }
  const open = parts.kind === "unknown" ? [untold(`What stack ${name} is made of`, parts)] : [];
  return [...ofStatus(name, stack.value.status), ...open];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
function ofStatus(name: string, status: string): readonly Verdict[] {
  const said = plain(status, 60);
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return [fine(`Stack ${name} is ${said}.`)];
  if (/_IN_PROGRESS$/.test(status)) {
    return [warning(`Stack ${name} is being changed: ${said}.`, "Run this again once that is done.")];
  }
  if (/^(UPDATE|IMPORT)_ROLLBACK_COMPLETE$/.test(status)) {
    return [
      warning(
        `Stack ${name} is as before its last update, which failed: ${said}.`,
        "Read the stack's events for why, mend it, and deploy again.",
      ),
    ];
  }
  return [fault(`Stack ${name} is ${said}.`, deployAgain)];
}

/** `arn:aws:cloudformation:eu-central-1:111122223333:stack/pullpass/1234…` */
function stackName(arn: string): string {
  return plain(arn.split(":stack/")[1]?.split("/")[0] ?? arn, 128);
}
