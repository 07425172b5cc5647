import { execSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Stack } from "aws-cdk-lib";
import { deployment } from "./stacks/deployment.ts";
import { regionOf } from "./stacks/region.ts";

/** What this file needs of SST's own types, to which tests/ministack/sst.test.ts holds it: SST is installed by `npm run sst` alone. */
interface App {
  readonly mode: string;
  readonly stack: (
    fill: (context: { readonly stack: Stack }) => void,
    props: { readonly id: string },
  ) => unknown;
}

/** What was said on SST's command line. */
interface Said {
  readonly region?: string;
  readonly profile?: string;
}

const { name, fill } = deployment(process.env);

export default {
  async config({ region, profile }: Said = {}) {
    const environment = { ...process.env, ...(profile && { AWS_PROFILE: profile }) };
    return { name, region: region ?? (await regionOf(environment)) };
  },
  stacks: (app: App) => {
    const isBuilt = existsSync("packages/functions/dist");
    if (app.mode === "deploy" || !isBuilt) execSync("npm run --silent build", { stdio: "inherit" });
    app.stack(fill, { id: "pullpass" });
  },
};
