/** The ledger of the deployment, for commands that are nothing without it. */
import { plain } from "@pullpass/core";
import { type Account, oneRegion, openAccount } from "../aws/account.ts";
import type { GlobalOptions } from "../global-options.ts";
import { type Deployment, findDeployment } from "../session/find-deployment.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

export interface OpenLedger {
  readonly account: Account;
  readonly deployment: Extract<Deployment, { kind: "found" }>;
}

/** @throws UserError if there is none, or if that cannot be seen */
export async function openLedger(
  options: GlobalOptions & { readonly table?: string },
  out: Terminal,
): Promise<OpenLedger> {
  oneRegion(options);
  const account = await openAccount(options, out);
  return {
    account,
    deployment: deployed(await findDeployment({ ...options, ledger: true }, account, out.environment)),
  };
}

/** @throws UserError */
export function deployed(deployment: Deployment): OpenLedger["deployment"] {
  if (deployment.kind === "found") return deployment;
  throw new UserError(
    plain(
      deployment.kind === "none"
        ? `pullpass keeps no ledger here: ${deployment.why}.`
        : `Whether pullpass keeps a ledger here cannot be seen: ${deployment.why}.`,
    ),
    "Name its table with --table (the stack's output LedgerTable), or its Region with --region.",
  );
}
