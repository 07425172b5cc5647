/** Bundles each function: one minified ES module with everything in it, its source map beside it. `npm run build` */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Kilobytes (1,000 bytes) a bundle may take: what a cold start has to load. 200 was the aim for ingest, and is out of reach:
 * what every SDK client stands on takes 140, the clients that it calls 115 (IAM's alone 39), Powertools 35, all else 60.
 * reconcile and sweep have every rule and all that is said of it, and grow with them.
 */
const budgets = {
  credentials: 420,
  ingest: 380,
  notify: 600,
  reconcile: 690,
  registry: 440,
  sweep: 680,
} as const;

/**
 * What the SDK imports only when it needs it, and a function in Lambda never does: its credentials are in the
 * environment, first in the SDK's chain, and nothing it calls answers with a stream of events.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const neverLoaded = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@smithy/core/event-streams",
  "@smithy/credential-provider-imds",
];

/** Each SDK client carries its whole package.json, to say its version in the user agent. */
const versionsOnly: Plugin = {
  name: "versions-only",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** pullpass's own modules define and do nothing else when they load, so what a function does not use is left out. */
const onlyUsed: Plugin = {
  name: "only-used",
  setup({ onResolve, resolve }) {
    const isAsked = Symbol("asked");
    onResolve({ filter: /^(?:\.|@pullpass\/)/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === isAsked || /[/\\]node_modules[/\\]/.test(from.importer)) return undefined;
      const resolved = await resolve(path, { ...from, pluginData: isAsked });
      return { ...resolved, sideEffects: false };
    });
  },
};

const dist = join(import.meta.dirname, "dist");

await bundle(Object.keys(budgets));

for (const [name, budget] of Object.entries(budgets)) {
  const kilobytes = (await stat(bundleOf(name))).size / 1_000;
  const isOver = kilobytes > budget;
  process.stdout.write(`${name.padEnd(10)}${kilobytes.toFixed(0).padStart(5)} kB of ${budget} kB\n`);
  if (!isOver) continue;
  process.stderr.write(`${name} is over its budget\n`);
  process.exitCode = 1;
}

/** All at once: what several of them hold is read and resolved only once. */
async function bundle(names: readonly string[]): Promise<void> {
  const entry = (name: string) => join(import.meta.dirname, "src/entry", `${name}.ts`);
  await build({
    entryPoints: names.map((name) => ({ in: entry(name), out: `${name}/index` })),
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // The SDK's ES modules, which lose what is not used; its main field names CommonJS.
    mainFields: ["module", "main"],
    external: neverLoaded,
    plugins: [onlyUsed, versionsOnly],
    sourcemap: "external",
    legalComments: "none",
    logLevel: "warning",
  });
}

function bundleOf(name: string): string {
  return join(dist, name, "index.mjs");
}
