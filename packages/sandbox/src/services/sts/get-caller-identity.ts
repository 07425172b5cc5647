import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import type { Operation } from "../../service.ts";
import { userIdentity } from "../../user-identity.ts";

/** Needs no right: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = {
  permissions: () => [],
  run(_, call) {
    const identity = userIdentity(call);
    if (!("arn" in identity)) return { Account: call.place.account };
    return { UserId: identity.principalId, Account: identity.accountId, Arn: identity.arn };
  },
};
