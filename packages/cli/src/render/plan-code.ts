/** Plans as code that teams put into their own stacks. */
import { asCode, type Change, type Plan, roleName } from "@pullpass/core";

export type CodeForm = "cloudformation" | "terraform";

/** A part for each role that would get something; what it would lose is not in any stack. */
export function planCode(plans: readonly Plan[], form: CodeForm): string {
  const parts = plans.flatMap(({ work, changes }) => {
    const grants = changes.flatMap((change) => (change.kind === "grant" ? [change.grant] : []));
    const code = asCode({
      role: work.role,
      region: work.region,
      grants,
      normalizations: changes.filter(isNormalization),
      about: roleName(work.role),
    })[form];
    return code === "" ? [] : [`# Role ${roleName(work.role)}\n${code.trimEnd()}`];
  });
  if (parts.length === 0) return "# Nothing to change.";
  return parts.join(form === "cloudformation" ? "\n---\n" : "\n\n");
}

function isNormalization(change: Change): change is Extract<Change, { kind: "normalization" }> {
  return change.kind === "normalization";
}
