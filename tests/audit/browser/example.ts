/** A browser, and the report on the account that audits are tested with: once a file of tests. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { AuditReport } from "../../../packages/audit/src/index.ts";
import { launchChromium } from "../../support/chromium.ts";
import { exampleReport } from "../support/example-report.ts";
import { hasChromium } from "./open-report.ts";

export let report: AuditReport;
export let browser: Browser;

/** Before the tests of the file that calls it, and gone after them. Without Chromium there is neither. */
export function withExample(): void {
  beforeAll(async () => {
    if (!hasChromium) return;
    report = await exampleReport();
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());
}
