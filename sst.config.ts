import { execSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { SSTConfig } from "sst";
import { deployment } from "./stacks/deployment.ts";

const { name, fill } = deployment(process.env);

const app: SSTConfig = {
  config: () => ({ name, region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1" }),
  stacks: (app) => {
    const isBuilt = existsSync("packages/functions/dist");
    if (app.mode === "deploy" || !isBuilt) execSync("npm run --silent build", { stdio: "inherit" });
    app.stack(fill, { id: "pullpass" });
  },
};

export default app;
