/** The forms of a report: what machines take, and what names from the account cannot do in any of them. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditReport } from "../../packages/audit/src/index.ts";
import { auditAsff } from "../../packages/cli/src/render/audit/asff.ts";
import { auditCsv } from "../../packages/cli/src/render/audit/csv.ts";
import { formats, render } from "../../packages/cli/src/render/audit/formats.ts";
import { auditSarif } from "../../packages/cli/src/render/audit/sarif.ts";
import { explainText } from "../../packages/cli/src/render/explain.ts";
import { ruleOf } from "../../packages/cli/src/render/sarif-parts.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import { anyText } from "../support/any-text.ts";
import { asffValidator } from "../support/asff-validator.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { exampleReport } from "./support/example-report.ts";
import { sarifValidator } from "./support/sarif-validator.ts";

let report: AuditReport;

beforeAll(async () => {
  const dated = { startedAt: "2026-01-05T08:59:00.000Z", finishedAt: "2026-01-05T09:00:00.000Z" };
  report = { ...(await exampleReport()), ...dated };
});

const plainLook = { colours: false };
const csvOf = (each: AuditReport) => [...auditCsv(each)].join("");

describe("SARIF", () => {
  test("is valid by the schema of SARIF 2.1.0", async () => {
    const valid = await sarifValidator();
    expect(valid(auditSarif(report))).toEqual([]);
    expect(valid({ version: "2.1.0", runs: [{ results: "none" }] })).not.toEqual([]);
  });

  test("says what each rule finds, and where its page is once the package has one", () => {
    const page = readFileSync("docs/findings.md", "utf8");
    const rules = auditSarif(report).runs[0]?.tool.driver.rules ?? [];
    const withHelp = rules.filter(({ help }) => help !== undefined);
    expect(withHelp.map(({ id }) => id)).toEqual(
      rules.map(({ id }) => id).filter((id) => page.includes(`\n## ${id}\n`)),
    );
    for (const { id, help } of withHelp)
      expect(page.split(`\n## ${id}\n`)[1]?.split("\n\n")[0]).toContain(help?.markdown);
    const { helpUri } = ruleOf("secret-not-found", "high", "https://git.example/acme/pullpass#readme");
    expect(helpUri).toBe("https://git.example/acme/pullpass/blob/main/docs/findings.md#secret-not-found");
  });

  test("has a result a finding, with its rule, its place and the same fingerprint in every audit", () => {
    const [run] = auditSarif(report).runs;
    const count = report.projects.flatMap(({ findings }) => findings).length + report.unneeded.length;
    expect(run?.results).toHaveLength(count);
    expect(auditSarif({ ...report, startedAt: "2030-01-01T00:00:00Z" }).runs[0]?.results).toEqual(
      run?.results,
    );
    const result = run?.results.find(({ ruleId }) => ruleId === "registry-vpc-only");
    expect(result).toMatchInlineSnapshot(`
      {
        "level": "error",
        "locations": [
          {
            "logicalLocations": [
              {
                "fullyQualifiedName": "arn:aws:codebuild:eu-central-1:111122223333:project/intranet",
                "kind": "resource",
                "name": "intranet",
              },
            ],
            "physicalLocation": {
              "artifactLocation": {
                "uri": "aws/eu-central-1/codebuild/intranet",
              },
            },
          },
        ],
        "message": {
          "text": "CodeBuild cannot reach the registry 10.0.0.7 of project intranet. Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.",
        },
        "partialFingerprints": {
          "pullpass/v1": "87735c078c3450069cbd78de2825e1f8db91a33be5651f35cc20ddda91aa4508",
        },
        "properties": {
          "evidence": [
            "image: 10.0.0.7:5000/app",
            "host: 10.0.0.7",
            "why: 10.0.0.7 is a private address (RFC 1918)",
          ],
          "remedy": "Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.",
          "severity": "high",
        },
        "ruleId": "registry-vpc-only",
        "ruleIndex": 6,
      }
    `);
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe("registry-vpc-only");
  });

  test("stays valid whatever the account's names hold", async () => {
    const valid = await sarifValidator();
    fc.assert(
      fc.property(anyText, (text) => {
        expect(valid(JSON.parse(JSON.stringify(auditSarif(hostile(report, text)))))).toEqual([]);
      }),
      { numRuns: propertyRuns(30) },
    );
  });

  test("makes no link and no placeholder of a name", () => {
    const texts = auditSarif(hostile(report, "[click](https://evil.example) {0}")).runs[0]?.results.map(
      ({ message }) => message.text,
    );
    expect(texts?.[0]).toContain("\\[click\\](https://evil.example) {{0}}");
  });
});

describe("ASFF", () => {
  test("is what Security Hub takes, a finding each, with the same id in every audit", async () => {
    const findings = [...auditAsff(report)];
    const faultsOf = await asffValidator();
    expect(findings.flatMap(faultsOf)).toEqual([]);
    expect(
      findings.find(({ GeneratorId }) => GeneratorId === "pullpass/registry-vpc-only"),
    ).toMatchInlineSnapshot(`
      {
        "AwsAccountId": "111122223333",
        "Compliance": {
          "Status": "FAILED",
        },
        "CreatedAt": "2026-01-05T08:59:00.000Z",
        "Description": "image: 10.0.0.7:5000/app; host: 10.0.0.7; why: 10.0.0.7 is a private address (RFC 1918)",
        "FindingProviderFields": {
          "Severity": {
            "Label": "HIGH",
          },
          "Types": [
            "Software and Configuration Checks/AWS Security Best Practices",
          ],
        },
        "GeneratorId": "pullpass/registry-vpc-only",
        "Id": "pullpass/eu-central-1/arn:aws:codebuild:eu-central-1:111122223333:project/intranet/registry-vpc-only",
        "ProductArn": "arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default",
        "ProductFields": {
          "pullpass/rule": "registry-vpc-only",
          "pullpass/version": "0.0.0",
        },
        "ProductName": "pullpass",
        "RecordState": "ACTIVE",
        "Region": "eu-central-1",
        "Remediation": {
          "Recommendation": {
            "Text": "Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.",
          },
        },
        "Resources": [
          {
            "Id": "arn:aws:codebuild:eu-central-1:111122223333:project/intranet",
            "Partition": "aws",
            "Region": "eu-central-1",
            "Type": "AwsCodeBuildProject",
          },
        ],
        "SchemaVersion": "2018-10-08",
        "Title": "CodeBuild cannot reach the registry 10.0.0.7 of project intranet.",
        "UpdatedAt": "2026-01-05T08:59:00.000Z",
      }
    `);
    const ids = findings.map(({ Id }) => Id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...auditAsff({ ...report, startedAt: "2030-01-01T00:00:00Z" })].map(({ Id }) => Id)).toEqual(ids);
  });

  test("says what is wrong with a role once, however many projects run as it, and as of when the audit began", () => {
    const [grant] = report.unneeded;
    if (grant === undefined) throw new Error("the account has no unneeded grant");
    const shared: Finding = { ...grant.finding, rule: "role-shared" };
    const projects = report.projects.map((project) => ({ ...project, findings: [shared] }));
    const findings = [...auditAsff({ ...report, projects, unneeded: [] })];
    expect(findings).toMatchObject([{ Resources: [{ Type: "AwsIamRole" }], UpdatedAt: report.startedAt }]);
  });

  test("keeps to the lengths that Security Hub allows, however long the account's names are", async () => {
    const faultsOf = await asffValidator();
    for (const finding of auditAsff(hostile(report, "x".repeat(5_000)))) {
      expect(faultsOf(finding)).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThanOrEqual(240_000);
    }
  });

  test("makes of two grants two findings, however long the names of their roles are", () => {
    const [grant] = report.unneeded;
    if (grant === undefined) throw new Error("the account has no unneeded grant");
    const role = grant.role.replace("former", `${"p".repeat(500)}/former`) as typeof grant.role;
    const others = ["one-AbCdEf", "two-AbCdEf"].map((name) => ({
      ...grant,
      role,
      secret: grant.secret.replace(/[^:]*$/, name) as typeof grant.secret,
      finding: { ...grant.finding, subject: { kind: "role", arn: role } as const },
    }));
    const ids = [...auditAsff({ ...report, projects: [], unneeded: others })].map(({ Id }) => Id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(512);
  });
});

describe("CSV", () => {
  test("is a line a project", () => {
    expect(csvOf(report).split("\r\n").slice(0, 3).join("\n")).toMatchInlineSnapshot(`
      ""region","project","verdict","severity","findings","image","registry","credential","secret","key","role","what","next","command"
      "eu-central-1","abroad","fails","high","secret-not-found","quay.io/acme/app:1","quay.io","registry/quay","","","arn:aws:iam::111122223333:role/abroad","The secret registry/quay of project abroad does not exist.","Create it in eu-central-1 with JSON of ""username"" and ""password"", and consent to the project with its tags; or correct the credential of project abroad.",""
      "eu-central-1","by-name","pulls","low","credential-not-arn","ghcr.io/acme/app:1","ghcr.io","registry/ghcr","arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69","","arn:aws:iam::111122223333:role/by-name","Project by-name does not name its secret by the full ARN, so another secret can take its place.","pullpass repairs it.","pullpass apply by-name --region eu-central-1""
    `);
  });

  test.each([
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    ' "=1+1',
    "|calc",
    "%0A=1",
  ])("runs no formula: %j", (formula) => {
    const lines = csvOf(hostile(report, formula)).split("\r\n");
    for (const line of lines) {
      for (const cell of cellsOf(line)) expect(cell).not.toMatch(/^[\s"]*[=+\-@|%]/);
    }
  });

  test("keeps every field in its column, whatever it holds", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = csvOf(hostile(report, `${text}",\r\n"x`)).split("\r\n");
        expect(lines).toHaveLength(report.projects.length + 1);
        for (const line of lines) expect(cellsOf(line)).toHaveLength(14);
      }),
      { numRuns: propertyRuns(50) },
    );
  });
});

/** The fields of one line of quoted CSV. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map((match) =>
    (match[1] ?? "").replaceAll('""', '"'),
  );
}

describe("every form", () => {
  test.each([
    ...formats.map((format) => [format, (each: AuditReport) => render(each, format, plainLook)] as const),
    ["explain", (each: AuditReport) => explainText(each, undefined, plainLook)] as const,
  ])("%s lets no control character of the account through to a terminal", (_form, print) => {
    const control = "\u001B[2J\u001B]8;;https://evil.example\u0007\u009B31m\u202Eevil\u200B\u0000";
    expect(print(hostile(report, control))).not.toMatch(/(?![\n\r])[\p{Cc}\p{Cf}]/u);
  });
});

/** The report as it would be if the account's names held this text: all but what AWS's own rules for names keep clean. */
function hostile(from: AuditReport, text: string): AuditReport {
  const { projects, secrets, unneeded, unknowns, readersOfEverything } = from;
  return {
    ...from,
    caller: text,
    projects: projects.map((project) => ({
      ...project,
      image: text,
      credential: text,
      chain: project.chain.map((link) => ({
        ...link,
        what: text,
        why: text,
        by: link.by.map((each) => ({ ...each, policy: text, sid: text })),
      })),
      findings: project.findings.map((finding) => ({
        ...finding,
        title: text,
        remedy: [{ kind: "command", purpose: text, command: text }],
        evidence: [["image", text]],
      })),
      next: [{ kind: "command", purpose: text, command: text }],
    })),
    secrets: secrets.map((secret) => ({
      ...secret,
      name: text,
      consent: [["pullpass/projects", text]],
      readers: secret.readers.map((reader) => ({ ...reader, why: text })),
    })),
    readersOfEverything: readersOfEverything.map((reader) => ({ ...reader, why: text })),
    unneeded: unneeded.map((grant) => ({ ...grant, why: text })),
    unknowns: [...unknowns, { text, projects: 1 }],
  };
}
