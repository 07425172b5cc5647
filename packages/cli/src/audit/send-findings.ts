/** Findings to Security Hub, each to the hub of its Region. */
import { type AsffFinding, AwsFailure, plain } from "@pullpass/core";
import { type Connection, securityHub } from "@pullpass/core/aws";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

/** In the order of the findings, a call's worth at a time. @throws UserError if a hub does not take them */
export async function sendFindings(
  findings: Iterable<AsffFinding>,
  connection: Connection,
  out: Pick<Terminal, "print" | "note">,
): Promise<void> {
  const send = securityHub(connection);
  const sent = new Map<string, { accepted: number; all: number }>();
  for (const [region, batch] of batches(findings)) {
    const { accepted, refused } = await attempt(region, () => send(region, batch));
    const before = sent.get(region) ?? { accepted: 0, all: 0 };
    sent.set(region, { accepted: before.accepted + accepted, all: before.all + batch.length });
    for (const { id, why } of refused) out.note(plain(`  refused ${id}: ${why}`));
  }
  for (const [region, { accepted, all }] of sent)
    out.print(`Security Hub in ${region} took ${accepted} of ${all} findings.`);
  if (sent.size === 0) out.print("There are no findings to send.");
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const findingsPerCall = 100;

function* batches(
  findings: Iterable<AsffFinding>,
): Iterable<readonly [region: string, readonly AsffFinding[]]> {
  const open = new Map<string, AsffFinding[]>();
  for (const finding of findings) {
    const batch = open.get(finding.Region) ?? [];
    batch.push(finding);
    open.set(finding.Region, batch);
    if (batch.length < findingsPerCall) continue;
    yield [finding.Region, batch];
    open.delete(finding.Region);
  }
  yield* open;
}

async function attempt<T>(region: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    if (!(cause instanceof AwsFailure)) throw cause;
    throw new UserError(
      `Security Hub in ${region} did not take the findings: ${cause.message}`,
      "Turn Security Hub on there, and use credentials that may call securityhub:BatchImportFindings.",
      { cause },
    );
  }
}
