/** The stack and some tests want the bundles that `npm run build` makes. */
import { execFileSync } from "node:child_process";

export default function buildFunctions(): void {
  execFileSync(process.execPath, ["packages/functions/build.ts"], { stdio: ["ignore", "ignore", "inherit"] });
}
