/**
 * Environments of projects as people wrote them, with pullpass deployed: what is said of each is right, and what is said to be
 * done mends it.
 */

import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { AuditReport, ProjectReport } from "../../packages/audit/src/index.ts";
import { type Finding, remedyText, severities } from "../../packages/core/src/index.ts";
import { type Telemetry, telemetryOf } from "../../packages/functions/src/telemetry.ts";
import { pullpass } from "../cli/support/run.ts";
import { away, home } from "../end-to-end/support/world.ts";
import { expectRemediesInTurn } from "../remedies/support/in-turn.ts";
import { triesAll } from "../support/tries-all.ts";
import { casesIn, filledIn } from "./support/case-files.ts";
import { deployedWith, type ProjectCase } from "./support/project-state.ts";

type Logger = Telemetry["logger"];

/** What the case's `say` is in the product's own words, all of them in one finding; and the nearest secret. */
const says: Readonly<Record<string, readonly string[]>> = {
  c04: [
    "read as a Docker Hub repository, which has two parts",
    "a host needs a dot, a port or to be localhost",
    "the whole name of the registry's host",
  ],
  k03: ["the form of an environment variable", "that secret: exists", "to {{SECRET_ARN}}"],
  k04: ["the form of an environment variable", "that secret: exists", "to {{SECRET_ARN}}"],
  k12: ["a pattern of ARNs", "that secret: exists", "to {{SECRET_ARN}}"],
  k13: ["a placeholder that was not filled in"],
  k14: ["(a login as JSON, not shown)", "Change the password in the registry: treat it as exposed"],
  k16: ["nearest that exists: {{SECRET_NAME}}"],
  k17: ["the wrong partition"],
  k18: ["the address of a console page", "give the ARN, not the console address"],
  r09: ["the address that docker login is given for Docker Hub", "to acme/app:1"],
  r10: ["begins with https://", "to ghcr.io/acme/app:1"],
  r14: ["has a space before or behind it", "to ghcr.io/acme/app:1"],
  r15: ["has a placeholder that was not filled in", "{ImageUri}"],
  r20: ["the address of a web page of Docker Hub", "to acme/app"],
  r22: ["a line with docker pull before the reference", "to ghcr.io/acme/app:1"],
  r23: ["a host without a repository", "ghcr.io/REPOSITORY:TAG"],
  r34: ["there is no such port"],
};

describe.each(casesIn<ProjectCase>("projects"))("%s", (_, each) => {
  const { id, source, expected } = each;
  const wanted = expectedBy(expected.verdict);

  test(source, async () => {
    const { world, placeholders } = await deployedWith(each);
    const { sandbox } = world;
    const audit = ["audit", "--search-region", away, "--json", "--fail-on", "high"];
    const { code, out } = await pullpass(sandbox, audit);
    const all: AuditReport = JSON.parse(out);
    expect(code === 1).toBe(all.projects.some(({ findings }) => findings.some(({ blocks }) => blocks)));
    if (!wanted.isListed) {
      expect(all.projects).toEqual([]);
      return;
    }
    const report = onlyProject(all);
    if (triesAll) {
      const alone = await pullpass(sandbox, [...audit, "--project", id]);
      expect(onlyProject(JSON.parse(alone.out))).toEqual(report);
    }
    expect(wanted.verdicts).toContain(report.verdict);
    expect(report.findings.some(({ blocks }) => blocks)).toBe(report.verdict === "fails");
    if (wanted.isWithoutValue) expect(report.unseen).toContain("value");
    if (expected.severity?.startsWith("at most")) {
      const worst = severities.indexOf("low");
      expect(report.findings.filter(({ severity }) => severities.indexOf(severity) < worst)).toEqual([]);
    } else if (expected.severity !== undefined) {
      expect(report.findings.map(({ severity }) => severity)).toContain(expected.severity);
    }
    if (expected.rule !== undefined && !wanted.isWithoutValue) {
      expect(report.findings.map(({ rule }) => rule)).toContain(expected.rule);
    }
    const said = says[id];
    expect(said !== undefined || expected.say === undefined).toBe(true);
    if (said !== undefined) {
      const words = filledIn(said, placeholders);
      const texts = report.findings.map(textOf);
      expect(texts, words.join("\n")).toSatisfy(() =>
        texts.some((text) => words.every((word) => text.includes(word))),
      );
    }
    // What is in a registry is not in the sandbox, and whether Docker Hub has an image of that name, neither.
    if (report.verdict !== "unknown" && !wanted.isWithoutValue && expected.verdict !== "not pulls") {
      expect(await world.build(id)).toBe(report.verdict === "fails" ? "FAILED" : "SUCCEEDED");
    }
    await expectRemediesInTurn(sandbox, id);
    // What the remedies' events set going ends before the account does.
    await sandbox.settle();
  });
});

describe.each(casesIn<ProjectCase>("projects").filter(([, { expected }]) => expected.never !== undefined))(
  "%s",
  (_, each) => {
    test("its login is in no notice, ledger, log and report", async () => {
      const logged: unknown[] = [];
      const logger: Logger = Object.getPrototypeOf(telemetryOf("test", {}).logger);
      for (const method of ["debug", "error", "info", "warn"] as const) {
        const spy = vi.spyOn(logger, method).mockImplementation((...words) => void logged.push(...words));
        onTestFinished(() => spy.mockRestore());
      }
      const { world } = await deployedWith(each);
      await world.build(each.id);
      await world.sweep();
      const { sandbox, deployment } = world;
      const ledger = await sandbox.call(
        "dynamodb",
        "Scan",
        { TableName: deployment.tableName },
        {
          caller: {
            kind: "administrator",
            arn: `arn:aws:iam::${sandbox.account}:root`,
            account: sandbox.account,
          },
          place: { partition: "aws", account: sandbox.account, region: home },
        },
      );
      const printed: string[] = [];
      for (const args of commands(each.id)) {
        const { out, err } = await pullpass(sandbox, args);
        printed.push(out, err);
      }
      const notices = world.newNotices();
      expect(notices).not.toEqual([]);
      expect(JSON.stringify(ledger)).toContain("plaintext-credential");
      expect(logged).not.toEqual([]);
      expect(printed.join("")).toContain("(a login as JSON, not shown)");
      for (const place of [notices, ledger, logged, printed]) {
        expect(JSON.stringify(place)).not.toContain(each.expected.never);
      }
    });
  },
);

function commands(id: string): readonly (readonly string[])[] {
  const formats = ["table", "json", "csv", "sarif", "asff", "html"];
  return [
    ...formats.map((format) => ["audit", "--format", format]),
    ["explain", id],
    ["explain", id, "--json"],
    ["plan", "--all"],
    ["plan", "--all", "--format", "json"],
    ["plan", "--all", "--format", "terraform"],
    ["plan", "--all", "--format", "cloudformation"],
    ["apply", "--all", "--yes"],
  ];
}

interface Expected {
  readonly isListed: boolean;
  /** A build reads the secret's value, and pullpass does not. */
  readonly isWithoutValue: boolean;
  readonly verdicts: readonly string[];
}

/** `expected.verdict` in its own words. */
function expectedBy(text: string): Expected {
  const isWithoutValue = text.startsWith("pulls only with the value named as not read") || text === "as s01";
  const isListed = !text.startsWith("not listed");
  if (isWithoutValue) return { isListed, isWithoutValue, verdicts: ["pulls"] };
  if (text === "not pulls") return { isListed, isWithoutValue, verdicts: ["fails", "unknown"] };
  if (text === "not fails") return { isListed, isWithoutValue, verdicts: ["no-registry", "pulls"] };
  return { isListed, isWithoutValue, verdicts: [text] };
}

function onlyProject({ projects }: AuditReport): ProjectReport {
  const [report, ...more] = projects;
  if (report === undefined || more.length > 0) throw new Error(`${projects.length} projects are reported`);
  return report;
}

function textOf({ title, evidence, remedy }: Finding): string {
  return [title, ...evidence.map(([label, value]) => `${label}: ${value}`), remedyText(remedy)].join("\n");
}
