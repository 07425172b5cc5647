import { Problem } from "../problem.ts";
import type { Look } from "./look.ts";

/** Two who write the same role undo each other's grants: so it must be known whether a deployment is there. @throws Problem */
export function knowDeployment({ deployment }: Look): void {
  if (deployment.kind !== "unknown") return;
  throw new Problem(
    `Whether pullpass is deployed here cannot be seen: ${deployment.why}.`,
    "Use credentials that may call dynamodb:DescribeTable, name the ledger with --table, or add --no-ledger.",
  );
}
