import { Unavailable } from "../../errors.ts";
import type { Reads } from "../../ports.ts";

/** No role is read one by one: what the pages do not have is taken for gone, but a policy that a role has is then unknown. */
export const pagesAlone: Reads["roles"] = {
  read: async () => undefined,
  inlinePolicies: async () => new Map(),
  managedPolicies: async () => new Map(),
  managedPolicy(arn) {
    const call = { call: "iam:GetAccountAuthorizationDetails", resource: arn };
    return Promise.reject(new Unavailable(call, new Error("it is not among the account's policies")));
  },
};
