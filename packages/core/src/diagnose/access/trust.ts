/** Whom a role's trust policy means, apart from whom it admits. */
import { parsePolicy } from "@pullpass/access";
import { isJsonObject } from "../../model/json.ts";
import { codeBuildService } from "./questions.ts";

/**
 * What of a trust policy speaks to CodeBuild by its name: a statement for everybody (`"AWS": "*"`) admits
 * CodeBuild, too, and whoever else asks. What denies stays; the document itself where nothing is left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 * @throws InvalidPolicy for what IAM would not store.
 */
export function namingCodeBuild(trust: unknown): unknown {
  if (!isJsonObject(trust)) return trust;
  const { statements } = parsePolicy(trust);
  const written: readonly unknown[] = [trust.Statement].flat();
  const isMeant = (_: unknown, index: number) => {
    const statement = statements[index];
    return statement?.effect === "Deny" || statement?.principals?.entries.some(isCodeBuild) === true;
  };
  return written.every(isMeant) ? trust : { ...trust, Statement: written.filter(isMeant) };
}

function isCodeBuild({ type, value }: { readonly type: string; readonly value: string }): boolean {
  return type === "Service" && value === codeBuildService;
}
