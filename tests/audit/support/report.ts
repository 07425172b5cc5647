/** Reports that no account had to be made for. */
import type { AuditReport, ProjectReport } from "../../../packages/audit/src/index.ts";

/** The report with that many projects, each a copy of one of its own under another name. */
export function enlarged(report: AuditReport, count: number): AuditReport {
  const projects = Array.from({ length: count }, (_, index) => {
    const model = report.projects[index % report.projects.length];
    if (model === undefined) throw new Error("a report without projects cannot be enlarged");
    return renamed(model, `${model.name}-${index}`);
  });
  return {
    ...report,
    projects,
    counts: { ...report.counts, projects: count, verdicts: verdictsOf(projects) },
  };
}

/** Each text of the project that names it names it so; its ARN too, so that it is only as valid as the name. */
export function renamed(project: ProjectReport, name: string): ProjectReport {
  const { findings, chain } = project;
  const swapped = (text: string) => text.replaceAll(project.name, () => name);
  return {
    ...project,
    name,
    arn: swapped(project.arn) as ProjectReport["arn"],
    chain: chain.map((link) => ({ ...link, what: swapped(link.what), why: swapped(link.why) })),
    findings: findings.map((finding) => ({
      ...finding,
      title: swapped(finding.title),
      ...(finding.subject.kind === "project" && { subject: { kind: "project", name } }),
    })),
  };
}

function verdictsOf(projects: readonly ProjectReport[]): AuditReport["counts"]["verdicts"] {
  const counts = { pulls: 0, fails: 0, unknown: 0, anonymous: 0, "no-registry": 0 };
  for (const { verdict } of projects) counts[verdict] += 1;
  return counts;
}

/** What an account could hold to run in a page, leave its element, or turn the text beside it. */
export const hostileTexts: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(2)</script>",
  "<!--<script>alert(3)",
  '"><svg onload=alert(4)>',
  "' onmouseover='alert(5)",
  "</style><style>*{background:url(https://evil.example/6)}",
  "</title><meta http-equiv=refresh content='0;url=https://evil.example/7'>",
  "javascript:alert(8)",
  "&lt;script&gt;alert(9)&lt;/script&gt;",
  "{{alert(10)}}",
  "\u202Egnp.exe\u202C\u2066\u200B\u0000\u001B[2J\u2028alert(11)\uD800",
  "__proto__",
];

/** Every text that is not one of pullpass's own words is one of these, in turn. */
export function hostile(report: AuditReport, ...texts: readonly string[]): AuditReport {
  let next = 0;
  const own = new Set(["schema", "startedAt", "finishedAt", "verdict", "step", "state", "severity", "rule"]);
  const kept = new Set(["effect", "layer", "action", "kind", "mender", "member"]);
  return JSON.parse(JSON.stringify(report), (key, value) =>
    typeof value === "string" && !own.has(key) && !kept.has(key) ? texts[next++ % texts.length] : value,
  );
}
