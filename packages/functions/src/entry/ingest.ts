/** Lambda's way in. */
import { createIngest } from "../ingest.ts";

export const handler = createIngest(process.env);
