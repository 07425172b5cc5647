/** The report as a page, as people use it: in Chromium, from a file. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditReport, steps } from "../../../packages/core/src/audit/report.ts";
import { createAccount, fillAccount } from "../support/account.ts";
import { auditOf } from "../support/audit.ts";
import { enlarged } from "../support/report.ts";
import { hasChromium, launchBrowser, openReport } from "./open-report.ts";

let report: AuditReport;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  const { sandbox, teams } = await createAccount();
  await fillAccount(teams);
  report = await auditOf(sandbox);
  await sandbox.dispose();
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

const opened = (each: AuditReport, look?: Parameters<typeof openReport>[2]) =>
  openReport(browser, each, look);

describe.skipIf(!hasChromium)("in Chromium", () => {
  test("shows every project, and opens one to its chain, its findings and what to do", async () => {
    const { page, alarms } = await opened(report);
    await page.getByText("Project by-name does not name its secret").click();
    const row = page.locator("#rows > li[open], #rows > li", { has: page.locator("details[open]") });
    expect(await row.locator(".chain li").count()).toBe(steps.length);
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
    expect(await shown()).toBe("All 12 projects");
    await page.getByLabel("Search").fill("QUAY.io abroad");
    expect(await shown()).toBe("1 of 12 projects");
    expect(await page.locator("#rows .name").allInnerTexts()).toEqual(["abroad"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByRole("button", { name: "can pull", exact: false }).last().click();
    expect(await page.locator("#rows .name").allInnerTexts()).toEqual(["by-name", "open-web"]);
    await page.getByLabel("Findings").selectOption("low or worse");
    expect(await page.locator("#rows .name").allInnerTexts()).toEqual(["by-name"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(shown).toBe("All 12 projects");
  });

  test("is worked with the keyboard alone", async () => {
    const { page } = await opened(report);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the projects");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("locked");
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.locator("#rows details[open] .name").allInnerTexts()).toEqual(["locked"]);
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).toBe("solid");
  });

  test("has landmarks, headings and labels for those who hear it", async () => {
    const { page } = await opened(report);
    const roles = ["banner", "main", "navigation", "search", "contentinfo", "status"] as const;
    for (const role of roles) expect([role, await page.getByRole(role).count()]).toEqual([role, 1]);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    expect(await page.getByRole("heading", { level: 2 }).allInnerTexts()).toMatchInlineSnapshot(`
      [
        "From secrets by roles to projects",
        "Counts",
        "Projects",
        "Who can read the registry secrets",
        "Grants that nobody needs any more",
        "What could not be known",
      ]
    `);
    expect(
      await page.getByRole("img", { name: "Which secrets reach which projects through which roles" }).count(),
    ).toBe(1);
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll("input, select")].filter(
          (each) => (each as HTMLInputElement).labels?.length !== 1,
        ).length,
    );
    expect(unnamed).toBe(0);
  });

  test.each(["light", "dark"] as const)(
    "can be read in %s: each text stands out from what is behind it",
    async (colorScheme) => {
      const { page } = await opened(report, { colorScheme });
      await page.locator("#rows summary").first().click();
      expect(await page.evaluate(faintTexts)).toEqual([]);
    },
  );

  test("fits a phone: only the picture scrolls sideways", async () => {
    const { page } = await opened(report, { width: 360 });
    await page.locator("#rows summary").first().click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  test("prints every project, on white, without what only a screen needs", async () => {
    const { page } = await opened(enlarged(report, 700), { colorScheme: "dark" });
    await page.getByLabel("Search").fill("open");
    await page.getByLabel("Search").fill("");
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("#rows > li").count()).toBe(700);
    expect(await page.getByLabel("Search").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(24, 32, 43)");
  });
});

/** The texts whose contrast is below 4.5 to 1. https://www.w3.org/TR/WCAG22/#contrast-minimum */
function faintTexts(): readonly string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = channels(colour).map((value) =>
      value / 255 <= 0.040_45 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (from: Element | null): string => {
    if (from === null) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(from);
    return channels(backgroundColor)[3] === 0 ? behind(from.parentElement) : backgroundColor;
  };
  return [...document.querySelectorAll("body *:not(svg *, script)")].flatMap((each) => {
    const text = [...each.childNodes].find(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (text === undefined) return [];
    const [one, other] = [luminance(getComputedStyle(each).color), luminance(behind(each))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast < 4.5 ? [`${text.textContent?.trim()}: ${contrast.toFixed(1)}`] : [];
  });
}
