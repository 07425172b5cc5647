import { execSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Stack } from "aws-cdk-lib";
import { deployment } from "./stacks/deployment.ts";

/** What this file needs of SST's own type, to which tests/ministack/sst.test.ts holds it: SST is installed by `npm run sst` alone. */
interface App {
  readonly mode: string;
  readonly stack: (
    fill: (context: { readonly stack: Stack }) => void,
    props: { readonly id: string },
  ) => unknown;
}

const { name, fill } = deployment(process.env);

export default {
  config: () => ({ name, region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1" }),
  stacks: (app: App) => {
    const isBuilt = existsSync("packages/functions/dist");
    if (app.mode === "deploy" || !isBuilt) execSync("npm run --silent build", { stdio: "inherit" });
    app.stack(fill, { id: "pullpass" });
  },
};
