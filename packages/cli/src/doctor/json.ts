/** The checks for programs. docs/schemas/doctor.schema.json describes it. */
import type { Check } from "./check.ts";
import type { Examined } from "./examined.ts";
import { settingsOf } from "./judge/functions.ts";

export function doctorJson(examined: Examined, checks: readonly Check[]) {
  const { account, region, caller } = examined;
  return {
    account,
    region,
    caller,
    deployed: deployedIn(examined),
    checks,
  };
}

/** `null` where nothing is; left out where that cannot be told. */
function deployedIn({ claim, deployed }: Examined) {
  if (claim.kind === "absent") return null;
  if (claim.kind === "unknown") return undefined;
  const { version, mode } = settingsOf(deployed?.functions ?? new Map()) ?? {};
  return { ...claim.value, version, mode };
}
