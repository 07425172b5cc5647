/** A process with this says in the end, on standard error, which modules it loaded: one a line. */
import { registerHooks } from "node:module";

const loaded: string[] = [];

registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

process.on("exit", () => void process.stderr.write(loaded.join("\n")));
