/** Lambda's way in. */
import { createReconcile } from "../reconcile.ts";

export const handler = createReconcile(process.env);
