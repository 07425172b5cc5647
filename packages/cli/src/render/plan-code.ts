/** Plans as code that teams put into their own stacks. */
import { createHash } from "node:crypto";
import { asFile, type Change, type Plan, type RoleArn, roleName } from "@pullpass/core";

export type CodeForm = "cloudformation" | "terraform";

/** One file, valid as it stands; what a role would lose is in no stack of a team. */
export function planCode(plans: readonly Plan[], form: CodeForm): string {
  const names = namesOf(plans.map(({ work }) => work.role));
  const proposed = plans.map(({ work, changes }) => ({
    role: work.role,
    region: work.region,
    grants: changes.flatMap((change) => (change.kind === "grant" ? [change.grant] : [])),
    normalizations: changes.filter(isNormalization),
    about: names.get(work.role) ?? roleName(work.role),
  }));
  const code = asFile(proposed)[form];
  return code === "" ? "# Nothing to change." : code.trimEnd();
}

/** `a-b` and `a.b` would have the same name in code: then a part of a hash tells them apart. */
function namesOf(roles: readonly RoleArn[]): ReadonlyMap<RoleArn, string> {
  const sounds = Map.groupBy(roles, (role) =>
    roleName(role)
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .toLowerCase(),
  );
  return new Map(
    [...sounds.values()].flatMap((alike) =>
      alike.map((role) => {
        const hash = createHash("sha256").update(role).digest("hex").slice(0, 8);
        return [role, alike.length === 1 ? roleName(role) : `${roleName(role)}-${hash}`] as const;
      }),
    ),
  );
}

function isNormalization(change: Change): change is Extract<Change, { kind: "normalization" }> {
  return change.kind === "normalization";
}
