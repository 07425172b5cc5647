/** The report as a page, as people use it: in Chromium, from a file. */
import { describe, expect, test } from "vitest";
import type { AuditReport } from "../../../packages/audit/src/report.ts";
import { accountsHtml } from "../../../packages/cli/src/render/audit/html/document.ts";
import { chainSteps } from "../../../packages/core/src/diagnose/diagnosis.ts";
import { triesAll } from "../../support/tries-all.ts";
import { enlarged } from "../support/report.ts";
import { browser, report, withExample } from "./example.ts";
import { inChromium, openFile, openReport } from "./open-report.ts";

withExample();

/** Of them the page makes lines for the first few dozen. */
const many = triesAll ? 700 : 210;

const opened = (each: AuditReport, look?: Parameters<typeof openReport>[2]) =>
  openReport(browser, each, look);

describe("in Chromium", inChromium, () => {
  test("shows every project, and opens one to its chain, its findings and what to do", async () => {
    const { page, alarms } = await opened(report);
    await page.locator("#rows").getByText("Project by-name does not name its secret").click();
    const row = page.locator("#rows > li[open], #rows > li", { has: page.locator("details[open]") });
    await expect.poll(() => row.locator(".chain li").count()).toBe(chainSteps.length);
    expect(await row.locator(".next").textContent()).toContain(
      "pullpass apply by-name --region eu-central-1",
    );
    expect(await row.getByRole("link", { name: "by-name" }).first().getAttribute("href")).toBe(
      "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/by-name/details?region=eu-central-1",
    );
    expect(await page.locator("a[target]:not([rel~=noreferrer])").count()).toBe(0);
    expect(alarms).toEqual([]);
  });

  test("filters by words, by a count, by severity, and says how many are shown", async () => {
    const { page } = await opened(report);
    const shown = () => page.getByRole("status").textContent();
    const names = () => page.locator("#rows .name").allInnerTexts();
    await expect.poll(shown).toBe("All 12 projects");
    await page.getByLabel("Search").fill("QUAY.io abroad");
    await expect.poll(shown).toBe("1 of 12 projects");
    await expect.poll(names).toEqual(["abroad"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(shown).toBe("All 12 projects");
    await page.getByRole("button", { name: "can pull", exact: false }).last().click();
    await expect.poll(names).toEqual(["by-name", "open-web"]);
    await page.getByLabel("Findings").selectOption("low or worse");
    await expect.poll(names).toEqual(["by-name"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(shown).toBe("All 12 projects");
  });

  test("unfolds a cause to what mends it, its projects, and each of those to its chain", async () => {
    const { page, alarms } = await opened(report);
    const cause = page.locator("#cause-rows > li", { hasText: "grant by pullpass alone does not change" });
    const locked = cause.filter({ hasText: "the role owner acts" });
    await locked.locator("summary").click();
    const block = locked.locator(".next .command", { hasText: '"Effect": "Allow"' });
    await expect.poll(() => block.locator("code").textContent()).toMatch(/^\{\n {2}"Effect": "Allow",\n/);
    const spaces = block.locator("code").evaluate((code) => getComputedStyle(code).whiteSpace);
    expect(await spaces).toBe("pre-wrap");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await block.getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => block.getByRole("button").textContent()).toBe("Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toMatchObject({ Effect: "Allow", Action: "secretsmanager:GetSecretValue" });
    await expect.poll(() => locked.locator(".rows .name").allTextContents()).toEqual(["locked"]);
    await locked.locator(".rows summary").click();
    await expect.poll(() => locked.locator(".chain li").count()).toBe(chainSteps.length);
    expect(alarms).toEqual([]);
  });

  test("what the pointer rests on in the picture shows its ways, and what is clicked is shown below", async () => {
    const { page } = await opened(report);
    const node = (text: string) => page.locator("#picture .node", { hasText: text }).first();
    await node("registry/quay").hover();
    const lit = page.locator("#picture.traced .ribbon.on");
    await expect
      .poll(() => lit.locator("title").allTextContents())
      .toEqual([expect.stringMatching(/^registry\/quay → .*: 1 project, cannot pull$/)]);
    await node("registry/quay").click();
    await expect.poll(() => page.locator("#rows .name").allTextContents()).toEqual(["abroad"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await node("can pull").click();
    await expect.poll(() => page.locator("#rows .name").allTextContents()).toEqual(["by-name", "open-web"]);
    await node("the role owner acts").click();
    const open = page.locator("#cause-rows > li", { has: page.locator("details[open]") });
    await expect.poll(() => open.locator(".rows .name").allTextContents()).toEqual(["locked"]);
  });

  test("of several accounts says whose each is, and filters by account", async () => {
    const other = { ...report, account: "444455556666" };
    const { page, alarms } = await openFile(
      browser,
      accountsHtml({ reports: [report, other], unread: [], mutes: [] }),
    );
    const shown = () => page.getByRole("status").textContent();
    await expect.poll(shown).toBe("All 24 projects");
    expect(await page.locator("#cause-rows > li", { hasText: "444455556666" }).count()).toBe(10);
    await page.getByLabel("Account", { exact: true }).selectOption("444455556666");
    await expect.poll(shown).toBe("12 of 24 projects");
    const regions = await page.locator("#rows .region").allTextContents();
    expect(new Set(regions)).toEqual(new Set(["eu-central-1 444455556666"]));
    expect(alarms).toEqual([]);
  });

  test("says first what one wants to know", async () => {
    const { page } = await opened(report);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("9 of 12 projects cannot pull");
    const nobody = { pulls: 3, fails: 0, unknown: 0, anonymous: 0, "no-registry": 4 };
    const calm = await opened({ ...report, counts: { ...report.counts, projects: 7, verdicts: nobody } });
    expect(await calm.page.getByRole("heading", { level: 1 }).textContent()).toBe(
      "Nothing that was read keeps 3 projects from pulling",
    );
  });

  test("an empty account has nothing to search in", async () => {
    const none = { pulls: 0, fails: 0, unknown: 0, anonymous: 0, "no-registry": 0 };
    const counts = { ...report.counts, projects: 0, verdicts: none };
    const { page, alarms } = await opened({ ...report, projects: [], secrets: [], counts });
    expect(await page.getByLabel("Search").isVisible()).toBe(false);
    await expect.poll(() => page.getByRole("status").textContent()).toBe("No project to list.");
    expect(alarms).toEqual([]);
  });

  test("fits a phone, with a table instead of the picture", async () => {
    const { page } = await opened(report, { width: 360 });
    const rows = page.locator("table.narrow tbody tr");
    expect(await page.locator("#picture").isVisible()).toBe(false);
    expect(await rows.filter({ hasText: "registry/quay" }).textContent()).toContain("1 cannot pull");
    await page.locator("#cause-rows summary").first().click();
    await page.locator("#cause-rows .inside .rows > li").first().waitFor();
    await page.locator("#rows summary").first().click();
    await page.locator("#rows .inside").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1_280, height: 900 });
    expect(await page.locator("#picture").isVisible()).toBe(true);
    expect(await rows.first().isVisible()).toBe(false);
  });

  test("of many projects makes lines as one scrolls, and finds those that are not made yet", async () => {
    const large = enlarged(report, many);
    const { page, alarms } = await opened(large);
    const lines = page.locator("#rows > li");
    await expect.poll(() => page.getByRole("status").textContent()).toBe(`All ${many} projects`);
    expect(await lines.count()).toBeLessThan((many * 4) / 7);
    // Each says where it is in the whole list.
    expect(await lines.nth(5).getAttribute("aria-posinset")).toBe("6");
    expect(await lines.nth(5).getAttribute("aria-setsize")).toBe(String(many));
    const last = await page.evaluate(() => document.querySelectorAll("#rows > li").length);
    await lines.nth(last - 1).scrollIntoViewIfNeeded();
    await expect.poll(() => lines.count()).toBeGreaterThan(last);
    await expect
      .poll(async () => {
        await lines.last().scrollIntoViewIfNeeded();
        return lines.count();
      })
      .toBe(many);
    await page.getByLabel("Search").fill("no such project");
    await expect.poll(() => lines.count()).toBe(0);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => lines.count()).toBeGreaterThanOrEqual(50);
    const [one] = large.projects.slice(-1).map(({ name }) => name);
    await page.getByLabel("Search").fill(one ?? "");
    await expect.poll(() => page.locator("#rows .name").allInnerTexts()).toEqual([one]);
    expect(alarms).toEqual([]);
  });

  test("prints every project, on white, without what only a screen needs", async () => {
    const { page } = await opened(enlarged(report, many), { colorScheme: "dark" });
    await page.getByLabel("Search").fill("open");
    await page.getByLabel("Search").fill("");
    await expect.poll(() => page.getByRole("status").textContent()).toBe(`All ${many} projects`);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("#rows > li").count()).toBe(many);
    expect(await page.getByLabel("Search").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(24, 32, 43)");
  });
});
