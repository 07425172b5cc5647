/** The page for those who hear it, who use no pointer, or whom faint colours fail: in Chromium. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { AuditReport } from "../../../packages/audit/src/index.ts";
import { skipUnless } from "../../support/skip-unless.ts";
import { triesAll } from "../../support/tries-all.ts";
import { browser, report, withExample } from "./example.ts";
import { inChromium, openAll, openReport } from "./open-report.ts";

withExample();

/**
 * These take longer than all others, and CI alone asks for them; `npm test` has the measure of colours below. By itself axe-core
 * does not ask for the last.
 */
const slow = ["color-contrast", "link-in-text-block", "target-size"];

const opened = (each: AuditReport, look?: Parameters<typeof openReport>[2]) =>
  openReport(browser, each, look);

describe("in Chromium", inChromium, () => {
  test.each([1_280, 360])(
    "axe-core has nothing against it, everything open: %i pixels wide",
    async (width) => {
      const { page } = await opened(report, { width });
      await openAll(page);
      const rules = Object.fromEntries(slow.map((rule) => [rule, { enabled: triesAll }]));
      expect(await complaints(page, { rules })).toEqual([]);
    },
  );

  test(
    "axe-core has nothing against its colours in the dark, either",
    skipUnless(triesAll, "axe-core takes long with colours, which another test here measures: TRY_ALL=1"),
    async () => {
      const { page } = await opened(report, { colorScheme: "dark" });
      await openAll(page);
      expect(await complaints(page, { runOnly: ["color-contrast"] })).toEqual([]);
    },
  );

  test("axe-core has something against a page without labels: the test can fail", async () => {
    const { page } = await opened(report);
    await page.evaluate(() => {
      for (const label of document.querySelectorAll("label")) label.remove();
    });
    expect(await complaints(page, { runOnly: ["label", "select-name"] })).not.toEqual([]);
  });

  test("is worked with the keyboard alone", async () => {
    const { page } = await opened(report);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("Tab");
    await expect.poll(focused).toBe("Skip to the projects");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#projects");
    await page.keyboard.press("Tab");
    await expect
      .poll(() => page.getByLabel("Search").evaluate((field) => field === document.activeElement))
      .toBe(true);
    await page.keyboard.type("locked");
    await expect.poll(() => page.locator("#rows .name").allInnerTexts()).toEqual(["locked"]);
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Tab");
    await expect.poll(focused).toContain("locked");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#rows details[open] .name").allInnerTexts()).toEqual(["locked"]);
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
        "What keeps projects from pulling",
        "Causes",
        "Counts",
        "Projects",
        "Who can read the registry secrets",
        "Grants that nobody needs any more",
      ]
    `);
    expect(await page.getByRole("img", { name: /^What keeps projects from pulling/ }).count()).toBe(1);
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
      await openAll(page);
      expect(await page.evaluate(faintTexts)).toEqual([]);
    },
  );
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core, which knows the rules of WCAG, has against the page. */
async function complaints(page: Page, rules: Axe.RunOptions): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(async (asked) => {
    const { axe } = globalThis as unknown as { axe: typeof Axe };
    const { violations } = await axe.run({ resultTypes: ["violations"], ...asked });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  }, rules);
}

/** The texts whose contrast is below 4.5 to 1. https://www.w3.org/TR/WCAG22/#contrast-minimum */
function faintTexts(): readonly string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = channels(colour).map((value) =>
      value / 255 <= 0.040_45 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string) => {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (from: Element | null): string => {
    if (from === null) return "rgb(255, 255, 255)";
    const box = from.classList.contains("node") ? from.querySelector(".box") : null;
    if (box !== null) return getComputedStyle(box).fill;
    const { backgroundColor } = getComputedStyle(from);
    return channels(backgroundColor)[3] === 0 ? behind(from.parentElement) : backgroundColor;
  };
  const texts = [...document.querySelectorAll("body *:not(script, title, desc)")].flatMap((each) => {
    const nodes = [...each.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = nodes.map(({ textContent }) => textContent?.trim()).join("");
    const { color, fill } = getComputedStyle(each);
    return text === "" ? [] : [{ text, ratio: contrast(each.closest("svg") ? fill : color, behind(each)) }];
  });
  const hints = [...document.querySelectorAll("input")].map((input) => ({
    text: input.placeholder,
    ratio: contrast(getComputedStyle(input, "::placeholder").color, behind(input)),
  }));
  const all = [...texts, ...hints];
  if (all.length < 500) return [`only ${all.length} texts were looked at`];
  return all.filter(({ ratio }) => !(ratio >= 4.5)).map(({ text, ratio }) => `${text}: ${ratio.toFixed(1)}`);
}
