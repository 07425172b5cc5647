import { execSync } from "node:child_process";
import type { SSTConfig } from "sst";
import { pullpass } from "./stacks/pullpass.ts";

const app: SSTConfig = {
  config: () => ({ name: "pullpass", region: process.env.AWS_REGION ?? "us-east-1" }),
  stacks: (app) => {
    if (app.mode === "deploy") execSync("npm run --silent build", { stdio: "inherit" });
    app.stack(pullpass, { id: "pullpass" });
  },
};

export default app;
