/**
 * Who a policy on a resource speaks of.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { PrincipalElement, PrincipalEntry } from "../policy/policy.ts";
import type { Principal } from "../types.ts";

/**
 * How the element names the principal: itself, so that nothing but an explicit denial limits what it is given; by its
 * role's ARN; or by its account, which leaves it to that account's policies.
 */
export interface PrincipalMatch {
  readonly as: "itself" | "role" | "account";
  /** Where nobody knows the session: only if its name is one of these, or is none of these. */
  readonly session?: { readonly isOneOf: boolean; readonly names: readonly string[] };
}

/** Both by its session and its role, it can be named twice. None: the element does not speak of it. */
export function namingsOf(element: PrincipalElement, principal: Principal): readonly PrincipalMatch[] {
  if (element.negated) return namingsBySparing(element.entries, principal);
  const namings = element.entries.map((entry) => namingBy(entry, principal));
  const certain = (["itself", "role", "account"] as const).find((naming) => namings.includes(naming));
  const names = certain === "itself" ? [] : unknownSessions(element.entries, principal);
  return [
    ...(certain === undefined ? [] : [{ as: certain }]),
    ...(names.length === 0 ? [] : [{ as: "itself", session: { isOneOf: true, names } } as const]),
  ];
}

function namingBy({ type, value }: PrincipalEntry, principal: Principal): PrincipalMatch["as"] | undefined {
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
 * the role or user, and the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function namingsBySparing(
  entries: readonly PrincipalEntry[],
  principal: Principal,
): readonly PrincipalMatch[] {
  const lists = (type: string, test: (value: string) => boolean) =>
    entries.some((entry) => entry.type === type && test(entry.value));
  const spared: readonly PrincipalMatch[] = [];
  const named: readonly PrincipalMatch[] = [{ as: "itself" }];
  if (principal.kind === "service") {
    return lists("Service", (value) => value === principal.service) ? spared : named;
  }
  if (lists("AWS", (value) => value === "*")) return spared;
  if (!lists("AWS", (value) => isAccount(value, principal.account))) return named;
  if (principal.kind === "root") return spared;
  if (!lists("AWS", (value) => value === principal.arn)) return named;
  if (principal.kind === "user" || lists("AWS", (value) => value === principal.sessionArn)) return spared;
  const names = unknownSessions(entries, principal);
  return names.length === 0 ? named : [{ as: "itself", session: { isOneOf: false, names } }];
}

/** The names of the role's sessions that are listed, if any may be the one that asks. */
function unknownSessions(entries: readonly PrincipalEntry[], principal: Principal): readonly string[] {
  if (principal.kind !== "role" || principal.sessionArn !== undefined) return [];
  return entries.flatMap(({ type, value }) => (type === "AWS" ? (sessionNamed(value, principal) ?? []) : []));
}

/** The name of the session, if the ARN is that of a session of the role. */
export function sessionNamed(
  value: string,
  { arn, account }: Extract<Principal, { kind: "role" }>,
): string | undefined {
  const [, partition] = arn.split(":");
  const sessions = `arn:${partition}:sts::${account}:assumed-role/${arn.slice(arn.lastIndexOf("/") + 1)}/`;
  return value.startsWith(sessions) && value.length > sessions.length
    ? value.slice(sessions.length)
    : undefined;
}

/** Twelve digits, or the ARN of the account's root: the two are equivalent. */
function isAccount(value: string, account: string): boolean {
  return value === account || (value.startsWith("arn:") && value.endsWith(`:iam::${account}:root`));
}
