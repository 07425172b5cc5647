/** `npm run screenshot`: draws the picture of a report that the documents show, from an account in memory. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { auditHtml } from "../../../packages/cli/src/render/audit/html/document.ts";
import { launchChromium } from "../../support/chromium.ts";
import { createAccount } from "../support/account.ts";
import { auditOf } from "../support/audit.ts";
import { fillExample } from "../support/example.ts";

const target = "docs/images/audit.png";

const { sandbox, teams } = await createAccount();
await fillExample(teams);
const report = await auditOf(sandbox);
await sandbox.dispose();

const folder = await mkdtemp(join(tmpdir(), "pullpass-"));
const file = join(folder, "report.html");
// A time of its own would make another picture each time.
await writeFile(file, auditHtml({ ...report, version: "", finishedAt: "2026-01-05T09:00:00.000Z" }));
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1_120, height: 940 }, deviceScaleFactor: 1 });
  await page.goto(pathToFileURL(file).href);
  await mkdir("docs/images", { recursive: true });
  await page.screenshot({ path: target });
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
process.stdout.write(`Drawn: ${target}\n`);
