import {
  AlreadyExistsException,
  type CreateAliasRequest,
  type DeleteAliasRequest,
  InvalidAliasNameException,
  type ListAliasesRequest,
  type ListAliasesResponse,
  NotFoundException,
  type UpdateAliasRequest,
} from "@aws-sdk/client-kms";
import { awsError } from "../../errors.ts";
import type { Call, Operation, Permission } from "../../service.ts";
import { findKey, findKeyToChange } from "./find-key.ts";
import { requireNotDeleting } from "./key-requirements.ts";
import { kmsArn, setAlias } from "./make-key.ts";
import { page } from "./page.ts";
import { keyPermission } from "./permission.ts";
import { aliasesOf, type Key, keyStore } from "./state.ts";
import { keyTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const createAlias: Operation<CreateAliasRequest, undefined> = {
  permissions: (input, call) =>
    aliasPermissions("CreateAlias", input, findKeyToChange(input.TargetKeyId, call), call),
  run(input, { sandbox, place, now }) {
    const name = readAliasName(input.AliasName);
    const store = keyStore(sandbox, place);
    if (store.aliases.has(name)) {
      const message = `An alias with the name ${kmsArn(place, name)} already exists`;
      throw new AlreadyExistsException({ message, $metadata: {} });
    }
    const key = requireNotDeleting(findKeyToChange(input.TargetKeyId, { sandbox, place }));
    setAlias(name, key, store, place, now);
    return undefined;
  },
  trail(input, _, call) {
    const request = { aliasName: input.AliasName, targetKeyId: input.TargetKeyId };
    return keyTrail(findKeyToChange(input.TargetKeyId, call), request, null);
  },
};

/** Needs the right on the alias and on both keys. https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html */
export const updateAlias: Operation<UpdateAliasRequest, undefined> = {
  permissions(input, call) {
    const [alias, newKey] = aliasPermissions(
      "UpdateAlias",
      input,
      findKeyToChange(input.TargetKeyId, call),
      call,
    );
    return [alias, keyPermission("UpdateAlias", findKey(input.AliasName, call), call), newKey];
  },
  run(input, { sandbox, place, now }) {
    const name = readAliasName(input.AliasName);
    const key = requireNotDeleting(findKeyToChange(input.TargetKeyId, { sandbox, place }));
    setAlias(name, key, keyStore(sandbox, place), place, now);
    return undefined;
  },
  trail(input, _, call) {
    const request = { aliasName: input.AliasName, targetKeyId: input.TargetKeyId };
    return keyTrail(findKeyToChange(input.TargetKeyId, call), request, null);
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html */
export const deleteAlias: Operation<DeleteAliasRequest, undefined> = {
  permissions: (input, call) => aliasPermissions("DeleteAlias", input, findKey(input.AliasName, call), call),
  run(input, { sandbox, place }) {
    const name = readAliasName(input.AliasName);
    if (!keyStore(sandbox, place).aliases.delete(name)) {
      throw new NotFoundException({ message: `Alias ${kmsArn(place, name)} is not found.`, $metadata: {} });
    }
    return undefined;
  },
  trail: (input) => ({ requestParameters: { aliasName: input.AliasName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
export const listAliases: Operation<ListAliasesRequest, ListAliasesResponse> = {
  permissions: () => [{ action: "kms:ListAliases", resource: "*" }],
  run(input, call) {
    const store = keyStore(call.sandbox, call.place);
    const all = input.KeyId
      ? aliasesOf(findKeyToChange(input.KeyId, call), store)
      : [...store.aliases.values()];
    const { items, ...rest } = page(all, input);
    const Aliases = items.map(({ name, arn, keyId, created, updated }) => ({
      AliasName: name,
      AliasArn: arn,
      TargetKeyId: keyId,
      CreationDate: created,
      LastUpdatedDate: updated,
    }));
    return { Aliases, ...rest };
  },
};

/** Both the alias and its key must allow it. */
function aliasPermissions(
  action: string,
  input: { readonly AliasName: string | undefined },
  key: Key,
  call: Call,
): readonly [alias: Permission, key: Permission] {
  const alias = { action: `kms:${action}`, resource: kmsArn(call.place, input.AliasName ?? "") };
  return [alias, keyPermission(action, key, call)];
}

function readAliasName(name: string | undefined): string {
  if (!name?.startsWith("alias/")) {
    const page = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";
    throw awsError("ValidationException", `Alias must start with the prefix "alias/". Please see ${page}`);
  }
  const isFree = /^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name) && !name.startsWith("alias/aws/");
  if (!isFree) throw new InvalidAliasNameException({ message: `Invalid alias name ${name}`, $metadata: {} });
  return name;
}
