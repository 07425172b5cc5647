/** What a page showed when its test failed: a picture of it, kept, and what it printed. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { TestContext } from "vitest";

/** Git ignores it. */
const folder = ".vitest/failed-pages";

/** Prints where the picture is, and the page's own output, beside the failure. */
export async function keepFailed(
  { task }: TestContext,
  page: Page,
  alarms: readonly string[],
): Promise<void> {
  if (task.result?.state !== "fail") return;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${task.id}-${task.name.replace(/\W+/g, "-").slice(0, 60)}.png`);
  const picture = await page.screenshot({ path, fullPage: true }).then(
    () => path,
    (error: unknown) => `none: ${error}`,
  );
  const said = alarms.length === 0 ? "  nothing" : alarms.map((each) => `  ${each}`).join("\n");
  process.stderr.write(
    `The page when the test failed: ${picture}\nWhat it printed and asked for:\n${said}\n`,
  );
}
