/** `pullpass audit --format asff --send`: what arrives at Security Hub, and what is told of what it refuses. */

import { expect, test } from "vitest";
import type { AuditReport, ProjectReport } from "../../packages/audit/src/index.ts";
import { sendFindings } from "../../packages/cli/src/audit/send-findings.ts";
import { auditAsff } from "../../packages/cli/src/render/audit/asff.ts";
import { UserError } from "../../packages/cli/src/user-error.ts";
import { exampleReport } from "./support/example-report.ts";
import { type Answer, type Received, service } from "./support/json-service.ts";
import { enlarged } from "./support/report.ts";

test("each Region's hub gets its findings, all of them once, a hundred a call at most", async () => {
  const report = await largeReport();
  const findings = [...auditAsff(report)];
  const { received, out } = await sent(report, taken);
  expect(findings.length).toBeGreaterThan(200);
  const arrived = received.map(({ host, input }) => ({ host, findings: findingsOf(input) }));
  for (const call of arrived) {
    expect(call.findings.length).toBeLessThanOrEqual(100);
    for (const { Region } of call.findings) expect(call.host).toBe(`securityhub.${Region}.amazonaws.com`);
  }
  const ids = arrived.flatMap((call) => call.findings.map(({ Id }) => Id));
  expect(ids.sort()).toEqual(findings.map(({ Id }) => Id).sort());
  for (const region of ["eu-central-1", "us-east-1"]) {
    const all = findings.filter(({ Region }) => Region === region).length;
    expect(out).toContain(`Security Hub in ${region} took ${all} of ${all} findings.`);
  }
});

test("what a hub refuses is counted, and told with its reason", async () => {
  const { out, notes } = await sent(await smallReport(), ({ input }) => {
    const [first, ...others] = findingsOf(input);
    const refused = { Id: first?.Id, ErrorCode: "InvalidInput", ErrorMessage: "no\u001B[2J such type" };
    return [200, { FailedCount: 1, SuccessCount: others.length, FailedFindings: [refused] }];
  });
  const all = [...auditAsff(await smallReport())];
  expect(out).toEqual([`Security Hub in eu-central-1 took ${all.length - 1} of ${all.length} findings.`]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(`refused ${all[0]?.Id}: no`);
  expect(notes[0]).not.toContain("\u001B");
});

test("a hub that is not turned on is one line, and one of what to do", async () => {
  const denied = { __type: "InvalidAccessException", message: "Account 111122223333 is not subscribed" };
  const failure = await sent(await smallReport(), () => [401, denied]).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(String(failure)).toContain("Security Hub in eu-central-1 did not take the findings");
});

test("without findings no hub is called", async () => {
  const report = { ...(await smallReport()), projects: [], unneeded: [] };
  expect(await sent(report, taken)).toMatchObject({ received: [], out: ["There are no findings to send."] });
});

function taken({ input }: Received): Answer {
  return [200, { FailedCount: 0, SuccessCount: findingsOf(input).length, FailedFindings: [] }];
}

function findingsOf({ Findings }: Received["input"]): readonly { Id: string; Region: string }[] {
  return Array.isArray(Findings) ? Findings : [];
}

async function sent(report: AuditReport, answer: (received: Received) => Answer) {
  const { connection, received } = service(answer);
  const [out, notes]: [string[], string[]] = [[], []];
  await sendFindings(auditAsff(report), connection, {
    print: (text) => void out.push(text),
    note: (text) => void notes.push(text),
  });
  return { received, out, notes };
}

async function smallReport(): Promise<AuditReport> {
  return { ...(await exampleReport()), finishedAt: "2026-01-05T09:00:00.000Z" };
}

/** Of two Regions, by turns. */
async function largeReport(): Promise<AuditReport> {
  const report = enlarged(await smallReport(), 260);
  const projects = report.projects.map((project, index) =>
    index % 3 === 0 ? moved(project, "us-east-1") : project,
  );
  return { ...report, projects };
}

function moved(project: ProjectReport, region: string): ProjectReport {
  return { ...project, region, findings: project.findings.map((finding) => ({ ...finding, region })) };
}
