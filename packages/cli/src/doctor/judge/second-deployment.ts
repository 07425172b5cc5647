/** Whether another pullpass is here, too: the two would undo each other's grants. ADR 13 says how that is kept out. */
import { claimParameter, plain } from "@pullpass/core";
import { eventRules } from "@pullpass/functions/deployment";
import type { Verdict } from "../check.ts";
import type { Examined } from "../examined.ts";
import { about, fault, fine, untold, warning } from "./verdicts.ts";

export function judgeSecondDeployment(examined: Examined): readonly Verdict[] {
  const { claim, deployed, rules, region } = examined;
  if (claim.kind === "unknown") return [];
  if (rules.kind === "unknown") return [untold("Whether another pullpass is here", rules)];
  const own = new Set(deployed?.parts.kind === "known" ? deployed.parts.value.rules.values() : []);
  if (deployed !== undefined && deployed.parts.kind !== "known") return otherTable(examined);
  const others = (rules.kind === "known" ? rules.value : []).filter(
    ({ name, description }) => !own.has(name) && descriptions.has(description),
  );
  const names = others.map(({ name }) => name);
  if (names.length === 0) {
    const verdicts = otherTable(examined);
    return verdicts.length > 0 || claim.kind === "absent"
      ? verdicts
      : [fine(`No other pullpass has rules in ${region}.`)];
  }
  const seen = `${about("Rule", names, ["listens", "listen"])} to what pullpass listens to`;
  if (claim.kind === "absent") {
    return [
      warning(
        `${seen}, and there is no parameter ${claimParameter}: a deployment from before it, or what is left of one.`,
        "Deploy that one anew, or remove it: a second deployment would undo its work.",
      ),
    ];
  }
  return [
    ...otherTable(examined),
    fault(
      `${seen}, and no part of stack ${plain(stackOf(claim.value.stack), 128)}: another pullpass, or what is left of one.`,
      "Remove one of the two: docs/operations.md, Two deployments.",
    ),
  ];
}

/** The functions work with a ledger that is not the one which the claim names. */
function otherTable({ claim, deployed }: Examined): readonly Verdict[] {
  if (claim.kind !== "known") return [];
  const tables = [...(deployed?.functions.values() ?? [])].flatMap(({ configuration }) =>
    configuration.kind === "known" ? (configuration.value.table ?? []) : [],
  );
  const [other] = tables.filter((table) => table !== claim.value.table);
  if (other === undefined) return [];
  return [
    fault(
      `${claimParameter} names the ledger ${plain(claim.value.table, 255)}, and the functions use ${plain(other, 255)}: they change nothing.`,
      "Remove one of the two deployments: docs/operations.md, Two deployments.",
    ),
  ];
}

function stackOf(arn: string): string {
  return arn.split(":stack/")[1]?.split("/")[0] ?? arn;
}

/** Of the rules of any deployment, whatever it calls them. */
const descriptions: ReadonlySet<string> = new Set(
  eventRules({ partition: "aws", account: "", region: "", policyName: "", tagPrefix: "" }, { kms: true }).map(
    ({ description }) => description,
  ),
);
