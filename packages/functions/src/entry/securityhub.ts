/** Lambda's way in. */
import { createSecurityHub } from "../securityhub.ts";

export const handler = createSecurityHub(process.env);
