/** Bundles each function: one minified ES module with everything in it, its source map beside it. With `--sizes`, as in `npm run build`, their sizes, too. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";

/**
 * How often a bundle may be as large as one of nothing but the SDK clients and commands that it calls: what a cold start has to
 * load. 1.25 was the aim, and is out of reach: of ingest, Powertools takes 0.13 and what decides whether an event matters the
 * rest. notify has the words of every notice and of the summary; reconcile and sweep have every rule and all that is said of it:
 * they grow with them.
 */
const most = {
  credentials: 1.8,
  ingest: 1.5,
  notify: 1.6,
  reconcile: 2.5,
  registry: 1.8,
  securityhub: 1.5,
  sweep: 2.5,
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

const options = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // The SDK's ES modules, which lose what is not used; its main field names CommonJS.
  mainFields: ["module", "main"],
  external: neverLoaded,
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

const metafile = await bundle(Object.keys(most));

if (process.argv.includes("--sizes")) await compareSizes();

/** All at once: what several of them hold is read and resolved only once. */
async function bundle(names: readonly string[]): Promise<Metafile> {
  const entry = (name: string) => join(import.meta.dirname, "src/entry", `${name}.ts`);
  const built = await build({
    ...options,
    entryPoints: names.map((name) => ({ in: entry(name), out: `${name}/index` })),
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    plugins: [onlyUsed, versionsOnly],
    sourcemap: "external",
    metafile: true,
  });
  return built.metafile;
}

/** Fails the build where a bundle is larger than it may be. */
async function compareSizes(): Promise<void> {
  for (const [name, times] of Object.entries(most)) {
    const { size } = await stat(bundleOf(name));
    const ratio = size / (await sizeOfClients(name));
    const kilobytes = (size / 1_000).toFixed(0).padStart(5);
    process.stdout.write(
      `${name.padEnd(12)}${kilobytes} kB, ${ratio.toFixed(2)} times its SDK clients alone, of ${times}\n`,
    );
    if (ratio <= times) continue;
    process.stderr.write(
      `${name} is larger than it may be: see what it holds, or say in build.ts why it may\n`,
    );
    process.exitCode = 1;
  }
}

/** In bytes, of the same clients and commands with nothing around them; they stay beside the functions, for who compares their import. */
async function sizeOfClients(name: string): Promise<number> {
  const held = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`))?.[1];
  const imports = Object.entries(held?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => {
    const [, client, file] = /(@aws-sdk\/client-[\w-]+)\/dist-es\/(?:commands\/)?(\w+)\.js$/.exec(path) ?? [];
    const isPart = file !== undefined && /(?:Client|Command)$/.test(file) && bytesInOutput > 0;
    return isPart ? [`export { ${file} } from "${client}";`] : [];
  });
  if (imports.length === 0)
    throw new Error(`${name} holds no SDK client: its bundle is laid out in another way`);
  const {
    metafile: { outputs },
  } = await build({
    ...options,
    stdin: { contents: imports.join("\n"), resolveDir: import.meta.dirname },
    plugins: [versionsOnly],
    outfile: join(dist, "clients", `${name}.mjs`),
    metafile: true,
  });
  return Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

function bundleOf(name: string): string {
  return join(dist, name, "index.mjs");
}
