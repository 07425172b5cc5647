/** Names in an account are chosen by others. In Chromium: none of them runs, and the policy would stop it if it did. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { auditHtml } from "../../../packages/cli/src/render/audit/html/document.ts";
import { triesAll } from "../../support/tries-all.ts";
import { hostile, hostileTexts, renamed } from "../support/report.ts";
import { browser, report, withExample } from "./example.ts";
import { inChromium, openAll, openFile, openReport } from "./open-report.ts";

withExample();

describe("names that mean harm, in Chromium", inChromium, () => {
  const [first = "", ...others] = hostileTexts;
  test.each([{ texts: [first] }, { texts: others }])(
    "$texts as names run nothing, load nothing, make no element",
    async ({ texts }) => {
      const { page, alarms } = await openReport(browser, hostile(report, ...texts));
      await openAll(page);
      await page.mouse.move(300, 300);
      await settled(page);
      expect(alarms).toEqual([]);
      const made =
        "img, iframe, object, embed, base, form[action], [onerror], [onload], [onmouseover], [style]";
      expect(await page.locator(made).count()).toBe(0);
      expect(await page.locator("script").count()).toBe(3);
      expect(await page.locator("style").count()).toBe(1);
      expect(await page.locator("a[href]:not([href^='#'])").count()).toBe(0);
      expect(await page.locator("body").textContent()).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]/);
    },
  );

  test("a project called <img src=x onerror=…> is shown by that name", async () => {
    const [first, ...others] = report.projects;
    if (first === undefined) throw new Error("the account has no projects");
    const evil = "<img src=x onerror=alert(1)>";
    const named = { ...report, projects: [renamed(first, evil), ...others] };
    const { page, alarms } = await openReport(browser, named);
    await openAll(page);
    expect(await page.locator("#rows .name").first().textContent()).toBe(evil);
    expect(alarms).toEqual([]);
  });
});

/** What each asks of the page, and the directive that stops it; `URL` stands for a server that counts who comes. */
const payloads: readonly (readonly [payload: string, directive: string])[] = [
  ["<img src=x onerror=alert(1)>", "script-src"],
  ["<img src=URL>", "img-src"],
  ["<script>alert(1)</script>", "script-src"],
  ["<script src=URL></script>", "script-src"],
  ["<iframe src=URL></iframe>", "default-src"],
  ["<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>", "script-src"],
  ["<object data=URL></object>", "default-src"],
  ["<link rel=stylesheet href=URL>", "style-src"],
  ["<style>body { background: url(URL) }</style>", "style-src"],
  ["<div style='background: url(URL)'></div>", "style-src"],
  ["<video src=URL autoplay></video>", "default-src"],
  ["<a class=bait href='javascript:alert(1)'>x</a>", "script-src"],
  ["<form action=URL><button class=bait>x</button></form>", "form-action"],
  ["<button class=bait onclick=alert(1)>x</button>", "script-src"],
];

describe("were there a hole in the page, in Chromium", inChromium, () => {
  // CI opens a page for each, `npm test` one with all of them.
  test.each(triesAll ? payloads.map((each) => [each]) : [payloads])(
    "its policy would stop %j",
    async (...asks) => {
      const { address, visitors } = await countingServer();
      const asked = asks.map(([payload]) => payload.replaceAll("URL", address)).join("");
      const text = auditHtml(report).replace("<main>", () => `<main>${asked}`);
      const { page, alarms } = await openFile(browser, text);
      await page.locator(".bait").evaluateAll((baits) => {
        for (const bait of baits) (bait as HTMLElement).click();
      });
      const unstopped = () => {
        const stops = alarms.map(
          (each) => /Content Security Policy directive:? ["']([\w-]+)/.exec(each)?.[1],
        );
        return asks.filter(([, directive]) => !takeFrom(stops, directive));
      };
      await expect.poll(unstopped).toEqual([]);
      await expect.poll(() => page.locator("#rows > li").count()).toBe(report.projects.length);
      await settled(page);
      expect(alarms.filter((each) => each.startsWith("dialog"))).toEqual([]);
      expect(visitors).toEqual([]);
    },
  );

  test("without its policy they would do harm: the test can fail", async () => {
    const { address, visitors } = await countingServer();
    const evil = `<main><img src=${address}><img src=x onerror=alert(1)>`;
    const text = auditHtml(report)
      .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
      .replace("<main>", () => evil);
    const { alarms } = await openFile(browser, text);
    await expect.poll(() => alarms).toContain("dialog: 1");
    await expect.poll(() => visitors).toEqual(["/"]);
  });

  test("text cannot be made markup by its own script", async () => {
    const { page } = await openReport(browser, report);
    const outcome = await page.evaluate(() => {
      try {
        document.createElement("div").innerHTML = "<img src=x onerror=alert(1)>";
        return "made";
      } catch (error) {
        return error instanceof TypeError ? "refused" : String(error);
      }
    });
    expect(outcome).toBe("refused");
  });
});

/** Is it there? Then once less. */
function takeFrom<T>(all: T[], wanted: T): boolean {
  const index = all.indexOf(wanted);
  if (index >= 0) all.splice(index, 1);
  return index >= 0;
}

/** What the page had begun it has done: two frames were drawn since, and told of in order after all it printed. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

async function countingServer() {
  const visitors: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    visitors.push(url);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, visitors };
}
