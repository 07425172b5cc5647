/** The report in a real browser: from a file, as people open it. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import type { AuditReport } from "../../../packages/audit/src/index.ts";
import { auditHtml } from "../../../packages/cli/src/render/audit/html/document.ts";
import { chromiumPath } from "../../support/chromium.ts";
import { skipUnless } from "../../support/skip-unless.ts";
import { keepFailed } from "./keep-failed.ts";

export const hasChromium = chromiumPath !== undefined;

export const inChromium = skipUnless(
  hasChromium,
  "Chromium is missing. Install it (apt-get install chromium), or name it: CHROMIUM=/path/to/chromium npm test",
);

interface Look {
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
}

export interface Opened {
  readonly page: Page;
  /** What happens in it that no report should do. */
  readonly alarms: readonly string[];
}

/** The report with its projects listed, of many the first. Gone when the test ends. */
export async function openReport(browser: Browser, report: AuditReport, look: Look = {}): Promise<Opened> {
  const opened = await openFile(browser, auditHtml(report), look);
  const { length } = report.projects;
  await opened.page.waitForFunction(
    (count) => document.querySelectorAll("#rows > li").length >= count,
    Math.min(length, 50),
  );
  return opened;
}

/** All that opens: what is inside is made only then, and opens in turn. */
export async function openAll(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    return document.querySelectorAll(".row").length === document.querySelectorAll(".row .inside").length;
  });
}

export async function openFile(browser: Browser, text: string, look: Look = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), "pullpass-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "report.html");
  await writeFile(file, text);
  const { colorScheme = "light", width = 1_280 } = look;
  const page = await emptyPage(browser);
  await page.emulateMedia({ media: null, colorScheme });
  await page.setViewportSize({ width, height: 900 });
  const alarms = alarmsOf(page);
  onTestFinished(async (test) => {
    await keepFailed(test, page, alarms);
    page.removeAllListeners();
    if (test.task.result?.state === "fail") await page.close();
  });
  await page.goto(pathToFileURL(file).href);
  return { page, alarms };
}

/** Of the test before nothing is left but the process that drew its page: a new one takes longer than the page does. */
async function emptyPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0] ?? (await browser.newContext());
  const [page] = context.pages();
  await page?.goto("about:blank");
  await page?.mouse.move(0, 0);
  return page ?? (await context.newPage());
}

function alarmsOf(page: Page): readonly string[] {
  const alarms: string[] = [];
  page.on("dialog", (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", ({ message }) => alarms.push(`error: ${message}`));
  page.on("console", (message) => alarms.push(`console: ${message.text()}`));
  page.on("popup", (popup) => alarms.push(`popup: ${popup.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) alarms.push(`request: ${request.url()}`);
  });
  return alarms;
}
