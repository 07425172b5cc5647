import type { ListAccountsRequest, ListAccountsResponse } from "@aws-sdk/client-organizations";
import type { Operation } from "../../service.ts";
import { requireReadable } from "./find.ts";
import { page } from "./page.ts";

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export const listAccounts: Operation<ListAccountsRequest, ListAccountsResponse> = {
  permissions: () => [{ action: "organizations:ListAccounts", resource: "*" }],
  run(input, call) {
    const { nodes, created, managementAccount } = requireReadable(call);
    const all = [...nodes.values()].filter(({ kind }) => kind === "ACCOUNT");
    const { items, ...rest } = page(all, input);
    const Accounts = items.map(({ id, arn, name }) => ({
      Id: id,
      Arn: arn,
      Email: emailOf(id),
      Name: name,
      Status: "ACTIVE" as const,
      JoinedMethod: id === managementAccount ? ("INVITED" as const) : ("CREATED" as const),
      JoinedTimestamp: created,
    }));
    return { Accounts, ...rest };
  },
};

/** Every account has an address of its own. */
export function emailOf(account: string): string {
  return `${account}@example.com`;
}
