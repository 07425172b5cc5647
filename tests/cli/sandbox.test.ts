/** `pullpass sandbox` as a person starts it, and the company that `--example` puts into it. */
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditReport } from "../../packages/audit/src/index.ts";
import { fillWithExample } from "../../packages/cli/src/example/fill-account.ts";
import { render } from "../../packages/cli/src/render/audit/formats.ts";
import { createSandbox } from "../../packages/sandbox/src/index.ts";
import { auditOf } from "../audit/support/audit.ts";
import { formFaults } from "../support/json-forms.ts";
import { home, pullpass } from "./support/run.ts";

async function exampleOf(count: number, seed = 1): Promise<AuditReport> {
  const sandbox = await createSandbox({ seed, regions: [home], account: "111122223333" });
  await fillWithExample(sandbox, home, count);
  const report = await auditOf(sandbox);
  await sandbox.dispose();
  return { ...report, startedAt: "", finishedAt: "" };
}

describe("the example", () => {
  let report: AuditReport;
  let large: AuditReport;

  beforeAll(async () => {
    report = await exampleOf(40);
    large = await exampleOf(500);
  });

  test("is a company in which most work, and the rest goes wrong in many ways", () => {
    const { projects, verdicts, unneeded } = report.counts;
    expect(projects).toBe(40);
    expect(verdicts.pulls).toBeGreaterThanOrEqual(10);
    expect(verdicts.fails).toBeGreaterThanOrEqual(20);
    expect(verdicts.unknown).toBeGreaterThan(0);
    expect(unneeded).toBe(1);
    const rules = new Set(report.projects.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    expect([...rules].sort()).toEqual([
      "access-missing",
      "access-still-denied",
      "credential-not-arn",
      "decrypt-missing",
      "image-takes-no-credential",
      "plaintext-credential",
      "pull-type-wrong",
      "registry-vpc-only",
      "secret-no-consent",
      "secret-not-found",
      "secret-pending-deletion",
    ]);
  });

  test("is the same for the same seed, and another for another", async () => {
    expect(await exampleOf(40)).toEqual(report);
    const names = (each: AuditReport) => each.projects.map(({ name }) => name);
    expect(names(await exampleOf(40, 2))).not.toEqual(names(report));
  });

  describe.each([40, 500])("of %i projects", (count) => {
    test.each([80, 140])("is one screen at %i columns", async (width) => {
      const shown = `${render(count === 40 ? report : large, "table", { colours: false, width })}\n`;
      const lines = shown.split("\n");
      expect(shown.trimEnd().split("\n").length).toBeLessThanOrEqual(50);
      expect(lines.filter((line) => line.length > width)).toEqual([]);
      await expect(shown).toMatchFileSnapshot(`golden/example-${count}-${width}.txt`);
    });
  });

  test("is a list of projects in which only what is pasted is wider than the terminal", () => {
    const shown = render(report, "table", { colours: false, width: 80, by: "project" });
    const wide = shown.split("\n").filter((line) => line.length > 80);
    expect(wide.length).toBeGreaterThan(0);
    for (const line of wide) expect(line).toMatch(/^ +(?:arn:\S+(?: \\)?|"[\w:]+": "arn:\S+)$/);
    // Whoever cannot see one reason for 40 roles is told it once.
    expect(shown.split("perform this operation on the secret because").length).toBeLessThanOrEqual(3);
  });

  test("is told in full where that is wanted, and where no terminal shows it", async () => {
    const full = render(report, "table", { colours: false, width: 80, full: true });
    await expect(`${full}\n`).toMatchFileSnapshot("golden/example-full-80.txt");
    const piped = render(report, "table", { colours: false });
    expect(piped.replaceAll(/\s+/g, " ")).toContain("Restore it, or let the project use another secret. aws");
  });
});

describe("says where it is", () => {
  const args = ["sandbox", "--port", "0", "--region", home];

  test("in a line of JSON where a program reads", async () => {
    const { out } = await pullpass(undefined, [...args, "--mode", "plan"]);
    const told: unknown = JSON.parse(out);
    expect(formFaults(told)).toEqual([]);
    expect(told).toEqual({
      schema: "pullpass-sandbox/1",
      version: expect.any(String),
      ready: true,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      account: "111122223333",
      regions: [home],
      mode: "plan",
      example: 0,
    });
  });

  test("and how it is used, on a terminal", async () => {
    const { out } = await pullpass(undefined, [...args, "--bare", "--example", "2"], { width: 80 });
    expect(out.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")).toMatchInlineSnapshot(`
      "Account 111122223333 in eu-central-1, at http://127.0.0.1:PORT. pullpass is not
        deployed in it.
      2 projects of an example company in eu-central-1.

      In another terminal:
        export AWS_ENDPOINT_URL=http://127.0.0.1:PORT \\
          AWS_DEFAULT_REGION=eu-central-1 AWS_REGION=eu-central-1 \\
          AWS_ACCESS_KEY_ID=me AWS_SECRET_ACCESS_KEY=any AWS_PAGER=
        pullpass audit

      Ctrl-C ends it, and nothing is left of it.
      "
    `);
  });

  test("with --json also there", async () => {
    const { out } = await pullpass(undefined, [...args, "--bare", "--json"], { width: 80 });
    expect(JSON.parse(out)).toMatchObject({ ready: true, mode: "off" });
  });
});
