/** What SST does before it asks for an account: it loads the configuration, runs it, and writes the templates. */
import { App } from "sst/constructs";
import { initProject, useProject } from "sst/project.js";

const [, , outdir] = process.argv;

await initProject({ stage: "prod" });
const { config, stacks } = useProject();
// To remove an app, SST synthesizes it, too, but builds nothing anew, which other tests read meanwhile.
const app = new App({ ...config, account: "111122223333", mode: "remove" }, { outdir });
await stacks(app);
await app.finish();
app.synth();
process.stdout.write(`${config.name} ${config.region} ${config.stage}`);
