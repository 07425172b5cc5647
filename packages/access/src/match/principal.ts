/**
 * Who a policy on a resource speaks of.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { PrincipalElement, PrincipalEntry } from "../policy/policy.ts";
import type { Principal } from "../types.ts";

/**
 * How the element names the principal: itself, so that nothing but an explicit denial limits what it is given; by its
 * role's ARN; by its account, which leaves it to that account's policies; or not at all.
 */
export type Naming = "itself" | "role" | "account" | undefined;

export function namingOf(element: PrincipalElement, principal: Principal): Naming {
  if (element.negated) return isListed(element.entries, principal) ? undefined : "itself";
  const namings = element.entries.map((entry) => namingBy(entry, principal));
  return (["itself", "role", "account"] as const).find((naming) => namings.includes(naming));
}

function namingBy({ type, value }: PrincipalEntry, principal: Principal): Naming {
  if (principal.kind === "service") {
    const isNamed = type === "Service" ? value === principal.service : type === "AWS" && value === "*";
    return isNamed ? "itself" : undefined;
  }
  if (type !== "AWS") return undefined;
  if (value === "*") return "itself";
  if (isAccount(value, principal.account)) return principal.kind === "root" ? "itself" : "account";
  if (principal.kind !== "role") return value === principal.arn ? "itself" : undefined;
  if (value === principal.sessionArn) return "itself";
  return value === principal.arn ? "role" : undefined;
}

/**
 * Not every entry that names the principal excepts it from `NotPrincipal`: all that it is must be listed, the session,
 * the role or user, and the account. A session that nobody knows is taken for any one of the role's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isListed(entries: readonly PrincipalEntry[], principal: Principal): boolean {
  const lists = (type: string, test: (value: string) => boolean) =>
    entries.some((entry) => entry.type === type && test(entry.value));
  if (principal.kind === "service") return lists("Service", (value) => value === principal.service);
  if (lists("AWS", (value) => value === "*")) return true;
  if (!lists("AWS", (value) => isAccount(value, principal.account))) return false;
  if (principal.kind === "root") return true;
  if (!lists("AWS", (value) => value === principal.arn)) return false;
  return principal.kind === "user" || lists("AWS", (value) => isSession(value, principal));
}

function isSession(
  value: string,
  { arn, sessionArn, account }: Extract<Principal, { kind: "role" }>,
): boolean {
  if (sessionArn !== undefined) return value === sessionArn;
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return value.includes(`:sts::${account}:assumed-role/${name}/`);
}

/** Twelve digits, or the ARN of the account's root: the two are equivalent. */
function isAccount(value: string, account: string): boolean {
  return value === account || (value.startsWith("arn:") && value.endsWith(`:iam::${account}:root`));
}
