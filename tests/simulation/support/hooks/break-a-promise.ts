/** In a process with this, no world is ever in order. */
import { registerHooks } from "node:module";

const broken = `data:text/javascript,export const wrongAtRest = async () => ["a promise is broken"];`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "./invariants.ts" ? { url: broken, shortCircuit: true } : next(specifier, context),
});
