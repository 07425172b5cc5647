/** What SST does before it asks for an account: it loads the configuration, runs it, and writes the templates. */
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [, , outdir] = process.argv;

// SST runs in its own folder, as `npm run sst` runs it.
const sst = join(import.meta.dirname, "../../../sst");
process.chdir(sst);
const require = createRequire(join(sst, "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { App } = await load("sst/constructs");
const { initProject, useProject } = await load("sst/project.js");

await initProject({ stage: "prod" });
const { config, stacks, paths } = useProject();
process.chdir(paths.root);
// To remove an app, SST synthesizes it, too, but builds nothing anew, which other tests read meanwhile.
const app = new App({ ...config, account: "111122223333", mode: "remove" }, { outdir });
await stacks(app);
await app.finish();
app.synth();

const { name, region, stage } = config;
const entry = /\/node_modules\/(aws-cdk-lib|cdk-nag|constructs)\/(lib\/)?index\.js$/;
const copies = Object.keys(require.cache).filter((path) => entry.test(path));
process.stdout.write(
  JSON.stringify({ name, region, stage, copies: copies.map((path) => relative(sst, path)).sort() }),
);
