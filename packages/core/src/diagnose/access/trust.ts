/** Whom a role's trust policy means, apart from whom it admits. */
import { evaluate, InvalidPolicy, type Policy, type Principal, readPolicy } from "@pullpass/access";
import { parseArn } from "../../model/arn.ts";
import { isJsonObject } from "../../model/json.ts";
import { matchesPattern } from "../../model/pattern.ts";
import type { RoleState } from "../../observe/snapshot.ts";
import { codeBuildService, trustOnly } from "./questions.ts";

/**
 * What of a trust policy speaks to CodeBuild by its name: a statement for everybody (`"AWS": "*"`) admits
 * CodeBuild, too, and whoever else asks. What denies stays; the document itself where nothing is left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 * @throws InvalidPolicy for what IAM would not store.
 */
export function namingCodeBuild(trust: unknown): unknown {
  if (!isJsonObject(trust)) return trust;
  const policy = readPolicy(trust);
  if (policy instanceof InvalidPolicy) throw policy;
  const { statements } = policy;
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

/**
 * Who may assume the role beside CodeBuild, as its trust policy writes them; its conditions may keep some of them out. Who is
 * certainly denied is left out; of a policy that cannot be read nobody is known.
 */
export function othersAdmitted(role: Pick<RoleState, "arn" | "trust">): readonly string[] {
  const policy = readPolicy(role.trust);
  if (policy instanceof InvalidPolicy) return [];
  const allowing = policy.statements.filter(
    ({ effect, actions }) => effect === "Allow" && isAssuming(actions),
  );
  const names = allowing.flatMap(({ principals }) => {
    if (principals === undefined) return [];
    if (principals.negated)
      return [`everybody but ${principals.entries.map(({ value }) => value).join(", ")}`];
    return principals.entries
      .filter((entry) => !isCodeBuild(entry) && !isCertainlyDenied(entry, role))
      .map(({ type, value }) => (type === "AWS" && value === "*" ? "everybody" : value));
  });
  return [...new Set(names)].sort();
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html */
const assuming = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];

function isAssuming({ negated, values }: Policy["statements"][number]["actions"]): boolean {
  const selects = (action: string) => values.some((value) => matchesPattern(value.toLowerCase(), action));
  return assuming.some((action) => selects(action) !== negated);
}

function isCertainlyDenied(
  entry: { readonly type: string; readonly value: string },
  { arn, trust }: Pick<RoleState, "arn" | "trust">,
): boolean {
  const principal = principalNamed(entry);
  if (principal === undefined) return false;
  const decision = evaluate(
    {
      principal,
      action: "sts:AssumeRole",
      resource: arn,
      resourceAccount: parseArn(arn)?.account ?? "",
      context: "arn" in principal && principal.kind !== "root" ? { "aws:PrincipalArn": principal.arn } : {},
      unknown: { absent: [], present: {} },
    },
    trustOnly(trust),
  );
  return decision.kind === "denied" && decision.how === "explicit";
}

/** One that can be asked about; an account stands for everybody in it, and may not be. */
function principalNamed({
  type,
  value,
}: {
  readonly type: string;
  readonly value: string;
}): Principal | undefined {
  if (type === "Service") return { kind: "service", service: value };
  const { account, resource } = (type === "AWS" && parseArn(value)) || {};
  if (account === undefined || resource === undefined) return undefined;
  if (resource.startsWith("role/")) return { kind: "role", arn: value, account };
  return resource.startsWith("user/") ? { kind: "user", arn: value, account } : undefined;
}
