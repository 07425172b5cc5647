import { isDeepStrictEqual } from "node:util";
import {
  type CreateGrantRequest,
  type CreateGrantResponse,
  type GrantListEntry,
  type ListGrantsRequest,
  type ListGrantsResponse,
  NotFoundException,
  type RevokeGrantRequest,
} from "@aws-sdk/client-kms";
import type { Call, Operation, Permission } from "../../service.ts";
import { stopDryRun } from "./dry-run.ts";
import { findKeyToChange } from "./find-key.ts";
import { requireGrantable } from "./grant-rules.ts";
import { grantToken } from "./grant-token.ts";
import { requireUsable } from "./key-requirements.ts";
import { page } from "./page.ts";
import { keyPermission } from "./permission.ts";
import type { Key } from "./state.ts";
import { keyTrail } from "./trail.ts";

/**
 * A named grant asked for twice is the same grant; in effect at once, where AWS takes up to five minutes.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export const createGrant: Operation<CreateGrantRequest, CreateGrantResponse> = {
  permissions: (input, call) => [
    keyPermission("CreateGrant", findKeyToChange(input.KeyId, call), call, grantContext(input, call)),
  ],
  run(input, call) {
    const key = requireUsable(findKeyToChange(input.KeyId, call));
    requireGrantable(input, call.sandbox);
    stopDryRun(input);
    const grant = sameGrant(key, input) ?? makeGrant(key, input, call);
    return { GrantId: grant.GrantId, GrantToken: grantToken(key.arn, grant.GrantId ?? "") };
  },
  trail(input, output, call) {
    const key = findKeyToChange(input.KeyId, call);
    const request = {
      keyId: input.KeyId,
      granteePrincipal: input.GranteePrincipal,
      operations: input.Operations,
      ...(input.RetiringPrincipal !== undefined && { retiringPrincipal: input.RetiringPrincipal }),
    };
    return keyTrail(key, request, { grantId: output.GrantId, keyId: key.arn });
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export const listGrants: Operation<ListGrantsRequest, ListGrantsResponse> = {
  permissions: (input, call) => [keyPermission("ListGrants", findKeyToChange(input.KeyId, call), call)],
  run(input, call) {
    const { GrantId, GranteePrincipal } = input;
    const asked = [...findKeyToChange(input.KeyId, call).grants.values()]
      .filter((grant) => GrantId === undefined || grant.GrantId === GrantId)
      .filter((grant) => GranteePrincipal === undefined || grant.GranteePrincipal === GranteePrincipal);
    const { items, ...rest } = page(asked, { ...input, Limit: input.Limit ?? 50 });
    return { Grants: items, ...rest };
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html */
export const revokeGrant: Operation<RevokeGrantRequest, undefined> = {
  permissions: (input, call) => [keyPermission("RevokeGrant", findKeyToChange(input.KeyId, call), call)],
  run(input, call) {
    const { grants } = findKeyToChange(input.KeyId, call);
    if (!grants.has(input.GrantId ?? "")) {
      throw new NotFoundException({ message: `Grant ID ${input.GrantId} not found`, $metadata: {} });
    }
    stopDryRun(input);
    grants.delete(input.GrantId ?? "");
    return undefined;
  },
  trail: (input, _, call) =>
    keyTrail(findKeyToChange(input.KeyId, call), { keyId: input.KeyId, grantId: input.GrantId }, null),
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
function grantContext(input: CreateGrantRequest, { viaService }: Call): NonNullable<Permission["context"]> {
  const [constraint] = Object.keys(input.Constraints ?? {});
  return {
    "kms:GranteePrincipal": input.GranteePrincipal ?? "",
    ...(input.RetiringPrincipal !== undefined && { "kms:RetiringPrincipal": input.RetiringPrincipal }),
    "kms:GrantOperations": input.Operations ?? [],
    ...(constraint !== undefined && { "kms:GrantConstraintType": constraint }),
    "kms:GrantIsForAWSResource": String(viaService !== undefined),
  };
}

/** A grant with all that the request asks for. One without a name is a new one each time. */
function sameGrant(key: Key, input: CreateGrantRequest): GrantListEntry | undefined {
  if (input.Name === undefined) return undefined;
  return [...key.grants.values()].find((grant) => isDeepStrictEqual(termsOf(grant), termsOf(input)));
}

function termsOf(grant: CreateGrantRequest | GrantListEntry) {
  const { Name, GranteePrincipal, RetiringPrincipal, Operations = [], Constraints } = grant;
  return { Name, GranteePrincipal, RetiringPrincipal, Operations: [...Operations].sort(), Constraints };
}

function makeGrant(key: Key, input: CreateGrantRequest, call: Call): GrantListEntry {
  const grant: GrantListEntry = {
    KeyId: key.arn,
    GrantId: call.sandbox.ids.text(64, "0123456789abcdef"),
    Name: input.Name,
    CreationDate: call.now,
    GranteePrincipal: input.GranteePrincipal,
    RetiringPrincipal: input.RetiringPrincipal,
    IssuingAccount: `arn:${call.place.partition}:iam::${call.caller.account}:root`,
    Operations: input.Operations,
    Constraints: input.Constraints,
  };
  key.grants.set(grant.GrantId ?? "", grant);
  return grant;
}
