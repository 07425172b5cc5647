/** Lambda's way in. */
import { createNotify } from "../notify.ts";

export const handler = createNotify(process.env);
