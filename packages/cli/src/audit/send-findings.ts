/** Findings to Security Hub, each to the hub of its Region. */
import { AwsFailure, plain } from "@pullpass/core";
import { type Connection, securityHub } from "@pullpass/core/aws";
import { Problem } from "../problem.ts";
import type { AsffFinding } from "../render/audit/asff.ts";
import type { Terminal } from "../terminal.ts";

/** @throws Problem if a hub does not take them */
export async function sendFindings(
  findings: readonly AsffFinding[],
  connection: Connection,
  out: Terminal,
): Promise<void> {
  const send = securityHub(connection);
  for (const [region, ofRegion] of Map.groupBy(findings, ({ Region }) => Region)) {
    const { accepted, refused } = await attempt(region, () => send(region, ofRegion));
    out.print(`Security Hub in ${region} took ${accepted} of ${ofRegion.length} findings.`);
    for (const { id, why } of refused) out.note(plain(`  refused ${id}: ${why}`));
  }
  if (findings.length === 0) out.print("There are no findings to send.");
}

async function attempt<T>(region: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    if (!(cause instanceof AwsFailure)) throw cause;
    throw new Problem(
      `Security Hub in ${region} did not take the findings: ${cause.message}`,
      "Turn Security Hub on there, and use credentials that may call securityhub:BatchImportFindings.",
      { cause },
    );
  }
}
