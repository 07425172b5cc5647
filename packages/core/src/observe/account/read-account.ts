/** What tells of a whole account, in few calls: for whoever looks at all of it. */
import { AwsFailure } from "../../errors.ts";
import type { Secret } from "../../model/secret.ts";
import type { Reads } from "../../ports.ts";
import type { RoleState } from "../snapshot.ts";
import type { AccountRoles, BulkReads } from "./bulk-reads.ts";

export interface AccountView {
  readonly roles: Reads["roles"];
  /** Whether `states` are every role of the account, or none because they were not read. */
  readonly isBulk: boolean;
  readonly states: () => Iterable<RoleState>;
  /** By Region; a Region whose secrets could not be listed has none. */
  readonly lists: ReadonlyMap<string, readonly Secret[]>;
  /** What has to be asked for one by one, and why. */
  readonly unread: readonly UnreadBulk[];
}

export interface UnreadBulk {
  /** Of whose secrets the list is missing; absent for the roles. */
  readonly region?: string;
  /** In AWS's words. */
  readonly reason: string;
}

/** Where it is denied, all that `roles` reads one by one. */
export async function readAccount(
  regions: readonly string[],
  { account, roles }: { readonly account: BulkReads; readonly roles: Reads["roles"] },
): Promise<AccountView> {
  const [all, ...lists] = await Promise.all([
    attempt(() => account.roles()),
    ...regions.map((region) => attempt(() => account.secrets(region), region)),
  ]);
  return {
    ...viewOf(all.value, roles),
    lists: new Map(regions.map((region, index) => [region, lists[index]?.value ?? []])),
    unread: [all, ...lists].flatMap(({ unread }) => unread ?? []),
  };
}

/** Of which nothing was read: all is to be asked for one by one. */
export function unreadAccount(roles: Reads["roles"]): AccountView {
  return { ...viewOf(undefined, roles), lists: new Map(), unread: [] };
}

function viewOf(all: AccountRoles | undefined, roles: Reads["roles"]) {
  return { roles: all?.reads ?? roles, isBulk: all !== undefined, states: () => all?.states() ?? [] };
}

interface Attempt<T> {
  readonly value?: T;
  readonly unread?: UnreadBulk;
}

async function attempt<T>(read: () => Promise<T>, region?: string): Promise<Attempt<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { unread: { ...(region !== undefined && { region }), reason: error.message } };
  }
}
