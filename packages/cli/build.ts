/** Bundles the command: ES modules with everything in them, so that the package has no dependencies. `npm run build -w packages/cli` */
import { cp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { pageScript, pageStyle } from "./src/render/audit/html/assets.ts";

const here = import.meta.dirname;
const dist = join(here, "dist");

/** dynalite's files are loaded by name when they are needed: here they are all known. */
const dynaliteInside: Plugin = {
  name: "dynalite-inside",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]dynamodb[/\\]dynalite\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const loads = "const require = createRequire(import.meta.url);";
      if (!source.includes(loads)) throw new Error(`${path} loads dynalite in another way than it did`);
      const root = dirname(createRequire(path).resolve("dynalite/package.json"));
      const files = [
        "db/index.js",
        ...(await scriptsIn(root, "validations")),
        ...(await scriptsIn(root, "actions")),
      ];
      const imports = files.map(
        (file, index) => `import file${index} from ${JSON.stringify(join(root, file))};`,
      );
      const known = files.map((file, index) => `${JSON.stringify(`dynalite/${file}`)}: file${index}`);
      const lookup = `const require = (path: string) => ({ ${known.join(", ")} })[path];`;
      const contents = `${imports.join("\n")}\n${source.replace(loads, lookup)}`;
      return { contents, loader: "ts", resolveDir: dirname(path) };
    });
  },
};

/**
 * level: databases on disk, with native code, where the sandbox keeps everything in memory. bowser: what the SDK in a browser tells browsers
 * apart with.
 */
const leftOut: Plugin = {
  name: "left-out",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(?:level|bowser)$/ }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "exports.Level = undefined;" }));
  },
};

async function scriptsIn(root: string, folder: string): Promise<readonly string[]> {
  return (await readdir(join(root, folder))).map((file) => `${folder}/${file}`);
}

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

/** From the sources the page's script and style are bundled when they are asked for: here they are texts. */
const pageInside: Plugin = {
  name: "page-inside",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]audit[/\\]html[/\\]assets\.ts$/ }, () => {
      const texts = Object.entries({ pageScript: pageScript(), pageStyle: pageStyle() });
      return {
        contents: texts
          .map(([name, text]) => `export const ${name} = () => ${JSON.stringify(text)};`)
          .join("\n"),
      };
    });
  },
};

/** Those that let their code be shipped within this package. */
const allowed = /^(?:Apache-2\.0|MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause)$/;

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(here, "src/main.ts")],
  entryNames: "pullpass",
  chunkNames: "part-[hash]",
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // What a command does not need is not loaded with it.
  splitting: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node22",
  // The SDK's ES modules, which lose what is not used; its main field names CommonJS.
  mainFields: ["module", "main"],
  // dynalite and what it uses are CommonJS, and ask for modules of Node.js.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  plugins: [dynaliteInside, leftOut, pageInside, versionsOnly],
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
});
await writeFile(join(dist, "THIRD-PARTY-LICENSES.txt"), await licences(metafile));
await cp(join(here, "../../LICENSE"), join(here, "LICENSE"));
await report();

/** The licence of each package that is in the bundle, as its licence asks. Throws for one that is not allowed. */
async function licences({ inputs }: Metafile): Promise<string> {
  const folders = new Set(
    Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const found = await Promise.all([...folders].sort().map(licence));
  const parts = [...Map.groupBy(found, ({ text }) => text)].map(
    ([text, packages]) => `${packages.map(({ name }) => name).join("\n")}\n\n${text}\n`,
  );
  return parts.join(`\n${"-".repeat(100)}\n\n`);
}

async function licence(folder: string): Promise<{ readonly name: string; readonly text: string }> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { name, version } = manifest;
  // Older packages have an object here.
  const license: string = manifest.license?.type ?? manifest.license;
  if (!allowed.test(license))
    throw new Error(`${name}@${version} is under ${license}: it may not be shipped`);
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return { name: `${name} ${version}, ${license}`, text: texts.map((text) => text.trim()).join("\n\n") };
}

async function report(): Promise<void> {
  const sizes = await Promise.all(
    (await readdir(dist)).map(async (file) => [file, (await stat(join(dist, file))).size] as const),
  );
  for (const [file, bytes] of sizes)
    process.stdout.write(`${file.padEnd(30)}${(bytes / 1_000).toFixed(0).padStart(6)} kB\n`);
}
