/** Lambda's way in. */
import { createCredentials } from "../credentials.ts";

export const handler = createCredentials(process.env);
