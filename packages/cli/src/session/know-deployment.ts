import { plain } from "@pullpass/core";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import type { Session } from "./session.ts";

/** For commands that only look: they go on, and say what they could not see. */
export function tellOfUnknownDeployment({ deployment }: Session, out: Terminal): void {
  if (deployment.kind !== "unknown") return;
  out.note(
    plain(`Whether pullpass is deployed here cannot be seen (${deployment.why}): looking as if it were not.`),
  );
}

/** Two who write the same role undo each other's grants: so it must be known whether a deployment is there. @throws UserError */
export function knowDeployment({ deployment }: Session): void {
  if (deployment.kind !== "unknown") return;
  throw new UserError(
    `Whether pullpass is deployed here cannot be seen: ${deployment.why}.`,
    "Use credentials that may call ssm:GetParameter and dynamodb:DescribeTable, name the ledger with --table, or add --no-ledger.",
  );
}
