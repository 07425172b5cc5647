import { accountsIn, type OrganizationDefinition } from "./organization/definition.ts";

interface AccountOptions {
  readonly account?: string;
  readonly accounts?: readonly string[];
  readonly organization: OrganizationDefinition | undefined;
}

/** The account of callers that name none, and which others there are. @throws Error for a number that is no account's */
export function readAccounts({ account, accounts, organization }: AccountOptions) {
  const named = [...(accounts ?? []), ...(organization ? accountsIn(organization) : [])];
  const own = account ?? named[0] ?? "111122223333";
  for (const each of [own, ...named]) {
    if (!/^\d{12}$/.test(each)) throw new Error(`An account is a number of twelve digits, not ${each}.`);
  }
  const existing = new Set([own, ...named]);
  const isOpen = accounts === undefined && organization === undefined;
  return { account: own, hasAccount: (number: string) => isOpen || existing.has(number) };
}
