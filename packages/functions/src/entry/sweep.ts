/** Lambda's way in. */
import { createSweep } from "../sweep.ts";

export const handler = createSweep(process.env);
