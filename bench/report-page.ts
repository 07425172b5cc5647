/** A page in Chromium: when it shows something, when its list can be used, and how fast it answers. In milliseconds. */
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";

export interface Measured {
  /** From the start of its navigation. */
  readonly firstPaint: number;
  /** The same, until it says how many projects there are and the first screen has its lines. */
  readonly listed: number;
  /** From each change of the search to the frame that shows what was found first. */
  readonly filters: readonly number[];
  /** From the choice of a project to the frame that shows its chain. */
  readonly opens: number;
}

const inside = fileURLToPath(new URL("inside-page.js", import.meta.url));

export async function measurePage(browser: Browser, address: string): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  try {
    await page.addInitScript({ path: inside });
    await page.goto(address);
    return await page.evaluate<Measured>(`measured(${JSON.stringify(queries)})`);
  } finally {
    await page.close();
  }
}

/** Nearly all, few, none, many, by two words, all again. */
const queries = ["ghcr.io", "project-7", "nowhere at all", "access-missing", "team-3 builder", ""];
