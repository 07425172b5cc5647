/** Is it the key policy for want of which the role may not decrypt? */
import { denialIn } from "./access/remedy.ts";
import type { ProjectFacts } from "./project-facts.ts";

/**
 * It neither admits the role nor lets the account's policies decide, so that no permission of the role counts.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function lacksKeyPolicy({ decrypt }: ProjectFacts): boolean {
  const denial = denialIn(decrypt);
  return denial !== undefined && denial.deniers.length === 0 && denial.missing.includes("key");
}
