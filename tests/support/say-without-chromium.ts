/** Tests that need Chromium are skipped without it, which must not be overlooked: it is said last. */
import { chromiumPath } from "./chromium.ts";

const message = `
Chromium is missing: the tests of the audit's page in a browser were skipped, and only those.
Install it (apt-get install chromium), or name it: CHROMIUM=/path/to/chromium npm test
`;

export default function sayWithoutChromium(): () => void {
  return () => {
    if (chromiumPath === undefined) process.stderr.write(message);
  };
}
