/** The page's own script and style. The bundle of the command has them as texts, made when it is built. */
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export const pageScript = once(() => bundled("./page/main.js"));

export const pageStyle = once(() => bundled("./page/page.css"));

/** Most commands never ask for it. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function bundled(file: string): string {
  const [output] = buildSync({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    // A module may wait: its data are unpacked by the browser.
    format: "esm",
    target: ["chrome110", "firefox115", "safari16.4"],
    charset: "utf8",
  }).outputFiles;
  if (output === undefined) throw new Error(`${file} became nothing`);
  return output.text.trim();
}
