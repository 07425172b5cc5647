/** What your deployment decides where it differs from the defaults. docs/options.md lists every option. */
import type { Options } from "./stacks/options.ts";

const options: Partial<Options> = {};

export default options;
