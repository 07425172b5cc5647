/** Lambda's way in. */
import { createRegistry } from "../registry.ts";

export const handler = createRegistry(process.env);
