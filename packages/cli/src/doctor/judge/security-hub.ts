/** Whether Security Hub takes findings, where the deployment sends them there. */
import type { Verdict } from "../check.ts";
import type { ExaminedDeployment } from "../examined.ts";
import { fault, fine, untold } from "./verdicts.ts";

export function judgeSecurityHub({ hub }: ExaminedDeployment): readonly Verdict[] {
  switch (hub?.kind) {
    case undefined:
      return [];
    case "known":
      return [fine("Security Hub CSPM is enabled, and gets findings.")];
    case "absent":
      return [
        fault(
          "The option securityHub is on, and Security Hub CSPM is not enabled here: it gets no findings.",
          "Enable it (aws securityhub enable-security-hub), or set securityHub to false and deploy again.",
        ),
      ];
    case "unknown":
      return [untold("Whether Security Hub CSPM is enabled", hub)];
    default:
      return hub satisfies never;
  }
}
