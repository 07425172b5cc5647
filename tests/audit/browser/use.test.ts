/** The report as a page, as people use it: in Chromium, from a file. */
import { describe, expect, test } from "vitest";
import type { AuditReport } from "../../../packages/audit/src/report.ts";
import { chainSteps } from "../../../packages/core/src/diagnose/diagnosis.ts";
import { enlarged } from "../support/report.ts";
import { browser, report, withExample } from "./example.ts";
import { inChromium, openReport } from "./open-report.ts";

withExample();

const opened = (each: AuditReport, look?: Parameters<typeof openReport>[2]) =>
  openReport(browser, each, look);

describe("in Chromium", inChromium, () => {
  test("shows every project, and opens one to its chain, its findings and what to do", async () => {
    const { page, alarms } = await opened(report);
    await page.getByText("Project by-name does not name its secret").click();
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

  test("what the pointer rests on in the picture shows its ways, and what is clicked is looked for", async () => {
    const { page } = await opened(report);
    const node = page.locator("#picture .node", { hasText: "registry/quay" }).first();
    await node.hover();
    const lit = page.locator("#picture.traced .ribbon.on");
    await expect
      .poll(() => lit.locator("title").allTextContents())
      .toEqual(["registry/quay → abroad: 1 project, cannot pull"]);
    await node.click();
    await expect.poll(() => page.getByLabel("Search").inputValue()).toBe("registry/quay");
    await expect.poll(() => page.locator("#rows .name").allTextContents()).toEqual(["abroad"]);
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

  test("fits a phone: only the picture scrolls sideways", async () => {
    const { page } = await opened(report, { width: 360 });
    await page.locator("#rows summary").first().click();
    await page.locator("#rows .inside").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  test("of many projects makes lines as one scrolls, and finds those that are not made yet", async () => {
    const many = enlarged(report, 700);
    const { page, alarms } = await opened(many);
    const lines = page.locator("#rows > li");
    await expect.poll(() => page.getByRole("status").textContent()).toBe("All 700 projects");
    expect(await lines.count()).toBeLessThan(400);
    // Each says where it is in the whole list.
    expect(await lines.nth(5).getAttribute("aria-posinset")).toBe("6");
    expect(await lines.nth(5).getAttribute("aria-setsize")).toBe("700");
    const last = await page.evaluate(() => document.querySelectorAll("#rows > li").length);
    await lines.nth(last - 1).scrollIntoViewIfNeeded();
    await expect.poll(() => lines.count()).toBeGreaterThan(last);
    await expect
      .poll(async () => {
        await lines.last().scrollIntoViewIfNeeded();
        return lines.count();
      })
      .toBe(700);
    await page.getByLabel("Search").fill("no such project");
    await expect.poll(() => lines.count()).toBe(0);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => lines.count()).toBeGreaterThan(50);
    const [one] = many.projects.slice(-1).map(({ name }) => name);
    await page.getByLabel("Search").fill(one ?? "");
    await expect.poll(() => page.locator("#rows .name").allInnerTexts()).toEqual([one]);
    expect(alarms).toEqual([]);
  });

  test("prints every project, on white, without what only a screen needs", async () => {
    const { page } = await opened(enlarged(report, 700), { colorScheme: "dark" });
    await page.getByLabel("Search").fill("open");
    await page.getByLabel("Search").fill("");
    await expect.poll(() => page.getByRole("status").textContent()).toBe("All 700 projects");
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("#rows > li").count()).toBe(700);
    expect(await page.getByLabel("Search").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(24, 32, 43)");
  });
});
