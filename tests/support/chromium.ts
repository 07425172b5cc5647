/** Chromium as this machine has it, for the tests of pages. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Whoever names one in `CHROMIUM` wants no other. */
const places = process.env.CHROMIUM === undefined ? usual : [process.env.CHROMIUM];

export const chromiumPath = places.find((place) => existsSync(place));

export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("Chromium is missing; name it in the variable CHROMIUM.");
  return chromium.launch({ executablePath: chromiumPath });
}
