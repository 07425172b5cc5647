import {
  type GrantListEntry,
  InvalidGrantIdException,
  InvalidGrantTokenException,
  type RetireGrantRequest,
} from "@aws-sdk/client-kms";
import { awsError } from "../../errors.ts";
import type { Call, Operation, Permission } from "../../service.ts";
import { stopDryRun } from "./dry-run.ts";
import { findKeyToChange } from "./find-key.ts";
import { readGrantToken } from "./grant-token.ts";
import { keyPermission } from "./permission.ts";
import type { Key } from "./state.ts";
import { keyTrail } from "./trail.ts";

/**
 * A grant goes by the word of its retiring principal, of its grantee where it allows RetireGrant, or of whoever policies
 * allow it to. https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
 */
export const retireGrant: Operation<RetireGrantRequest, undefined> = {
  permissions(input, call) {
    const key = findKeyToChange(keyIdOf(input), call);
    return [retirement(key, grantOf(input, key), call)];
  },
  run(input, call) {
    const key = findKeyToChange(keyIdOf(input), call);
    const { GrantId = "" } = grantOf(input, key);
    stopDryRun(input);
    key.grants.delete(GrantId);
    return undefined;
  },
  // that the record is as sparse as RevokeGrant's is unverified: a live RetireGrant would settle it
  trail(input, _, call) {
    const request = { keyId: input.KeyId, grantId: input.GrantId };
    return keyTrail(findKeyToChange(keyIdOf(input), call), request, null);
  },
};

/** A token tells its key. @throws ValidationException, InvalidGrantTokenException */
function keyIdOf({ GrantToken, KeyId, GrantId }: RetireGrantRequest): string {
  if (GrantToken !== undefined) return readToken(GrantToken).key;
  if (KeyId !== undefined && GrantId !== undefined) return KeyId;
  throw awsError("ValidationException", "Name a grant by its token, or by its key's ARN and its ID.");
}

/** @throws InvalidGrantTokenException, InvalidGrantIdException; their messages are unverified: one refused call each would settle them */
function grantOf({ GrantToken, GrantId = "" }: RetireGrantRequest, key: Key): GrantListEntry {
  const id = GrantToken === undefined ? GrantId : readToken(GrantToken).grant;
  const grant = key.grants.get(id);
  if (grant) return grant;
  throw new InvalidGrantIdException({ message: `Grant ID ${id} not found`, $metadata: {} });
}

function readToken(token: string) {
  const read = readGrantToken(token);
  if (read) return read;
  throw new InvalidGrantTokenException({ message: "The grant token is not valid.", $metadata: {} });
}

/** No other grant of the key has a say, and what it is for does not matter. */
function retirement(key: Key, grant: GrantListEntry, call: Call): Permission {
  const { GrantId, GranteePrincipal, RetiringPrincipal, Operations = [] } = grant;
  const may = (granteePrincipal: string | undefined, operations: readonly string[]) =>
    granteePrincipal === undefined ? [] : [{ id: GrantId ?? "", granteePrincipal, operations }];
  return {
    ...keyPermission("RetireGrant", key, call),
    grants: [...may(RetiringPrincipal, ["RetireGrant"]), ...may(GranteePrincipal, Operations)],
  };
}
