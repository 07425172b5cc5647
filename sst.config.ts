import type { SSTConfig } from "sst";
import { pullpass } from "./stacks/pullpass.ts";

const app: SSTConfig = {
  config: () => ({ name: "pullpass", region: process.env.AWS_REGION ?? "us-east-1" }),
  stacks: (app) => {
    app.stack(pullpass, { id: "pullpass" });
  },
};

export default app;
