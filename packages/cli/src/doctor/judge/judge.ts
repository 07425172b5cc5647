/** What was read → what is fine, what is not, and what to do about it. */
import type { Check, CheckId, Verdict } from "../check.ts";
import type { Examined } from "../examined.ts";
import { judgeBootstrap } from "./bootstrap.ts";
import { judgeConcurrency } from "./concurrency.ts";
import { judgeDeployment } from "./deployment.ts";
import { judgeForwarding } from "./forwarding.ts";
import { judgeFunctions, judgeVersion } from "./functions.ts";
import { judgeDeadLetters, judgeSubscriptions } from "./messages.ts";
import { judgeRules } from "./rules.ts";
import { judgeSecondDeployment } from "./second-deployment.ts";
import { judgeSecurityHub } from "./security-hub.ts";
import { judgeTrail } from "./trail.ts";
import { fine } from "./verdicts.ts";

export function judge(examined: Examined): readonly Check[] {
  const { caller, account, region, deployed } = examined;
  return [
    ...told("caller", [fine(`${caller} in ${region} of account ${account}.`)]),
    ...told("deployment", judgeDeployment(examined)),
    ...told("second-deployment", judgeSecondDeployment(examined)),
    ...told("version", judgeVersion(examined)),
    ...told("bootstrap", judgeBootstrap(examined)),
    ...told("trail", judgeTrail(examined)),
    ...told("concurrency", judgeConcurrency(examined)),
    ...(deployed === undefined
      ? []
      : [
          ...told("functions", judgeFunctions(deployed)),
          ...told("rules", judgeRules(examined, deployed)),
          ...told("forwarding", judgeForwarding(examined, deployed.forwarding)),
          ...told("dead-letters", judgeDeadLetters(deployed)),
          ...told("subscriptions", judgeSubscriptions(deployed)),
          ...told("security-hub", judgeSecurityHub(deployed)),
        ]),
  ];
}

function told(check: CheckId, verdicts: readonly Verdict[]): readonly Check[] {
  return verdicts.map((verdict) => ({ check, ...verdict }));
}
