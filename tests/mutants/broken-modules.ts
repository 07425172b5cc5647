/**
 * Imports modules of the tree as they would be with a mutant in one of them: next to those that are loaded, so that npm's packages and the
 * sandbox, which no mutant changes, are loaded once for all.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Mutant, mutated } from "./mutant.ts";

const root = join(import.meta.dirname, "../..");
const parameter = "mutant";
const loading = new Map<string, Mutant>();

/** `undefined`: as they are. What one imports, and what that imports, is that mutant's alone. */
export async function importWith(mutant: Mutant | undefined, file: string): Promise<unknown> {
  hook();
  const name = mutant?.name ?? "none";
  if (mutant !== undefined) loading.set(name, mutant);
  const url = pathToFileURL(join(root, file));
  url.searchParams.set(parameter, name);
  return import(url.href);
}

let isHooked = false;

/** https://nodejs.org/api/module.html#moduleregisterhooksoptions */
function hook(): void {
  if (isHooked) return;
  isHooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const name = context.parentURL && nameIn(context.parentURL);
      if (!name || !isOfMutant(found.url)) return found;
      const url = new URL(found.url);
      url.searchParams.set(parameter, name);
      return { ...found, url: url.href };
    },
    load(url, context, next) {
      const mutant = loading.get(nameIn(url) ?? "");
      if (mutant === undefined || relative(root, fileURLToPath(url)) !== mutant.file)
        return next(url, context);
      const source = mutated(mutant, readFileSync(join(root, mutant.file), "utf8"));
      return { format: "module-typescript", source, shortCircuit: true };
    },
  });
}

const nameIn = (url: string) =>
  url.startsWith("file:") ? (new URL(url).searchParams.get(parameter) ?? undefined) : undefined;

function isOfMutant(url: string): boolean {
  if (!url.startsWith("file:")) return false;
  const file = relative(root, fileURLToPath(url));
  return /^(packages|tests)\//.test(file) && !/(^|\/)node_modules\/|^packages\/sandbox\//.test(file);
}
