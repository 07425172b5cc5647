/** Chromium as this machine has it, for the tests of pages. */
import { existsSync } from "node:fs";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Whoever names one in `CHROMIUM` wants no other. */
const places = process.env.CHROMIUM === undefined ? usual : [process.env.CHROMIUM];

export const chromiumPath = places.find((place) => existsSync(place));
