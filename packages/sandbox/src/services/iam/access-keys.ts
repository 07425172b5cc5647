import type {
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
} from "@aws-sdk/client-iam";
import { secretAlphabet, setAccessKey } from "../../principals.ts";
import type { Operation } from "../../service.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { findUser } from "./find.ts";
import { newId } from "./ids.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { userPermission } from "./permission.ts";
import { nameOf } from "./users.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: Operation<CreateAccessKeyRequest, CreateAccessKeyResponse> = {
  permissions: (input, call) => [userPermission("CreateAccessKey", nameOf(input, call), call)],
  run(input, call) {
    const user = findUser(nameOf(input, call), call);
    if (user.accessKeys.size >= mostAccessKeys) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${mostAccessKeys}`);
    }
    const id = newId("AKIA", call);
    user.accessKeys.set(id, { id, created: call.now });
    const caller = { kind: "user", arn: user.arn, account: call.place.account } as const;
    setAccessKey(call.sandbox, id, { caller, expiration: undefined });
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: id,
        Status: "Active",
        SecretAccessKey: call.sandbox.ids.text(40, secretAlphabet),
        CreateDate: call.now,
      },
    };
  },
  trail: (input, { AccessKey: key }) => ({
    requestParameters: { userName: input.UserName },
    responseElements: key
      ? { accessKey: { userName: key.UserName, accessKeyId: key.AccessKeyId, status: key.Status } }
      : null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: Operation<ListAccessKeysRequest, ListAccessKeysResponse> = {
  permissions: (input, call) => [userPermission("ListAccessKeys", nameOf(input, call), call)],
  run(input, call) {
    const user = findUser(nameOf(input, call), call);
    const { items, ...rest } = page(user.accessKeys.values(), ({ id }) => id, input);
    const AccessKeyMetadata = items.map(({ id, created }) => ({
      UserName: user.name,
      AccessKeyId: id,
      Status: "Active" as const,
      CreateDate: created,
    }));
    return { AccessKeyMetadata, ...rest };
  },
};

/** Whoever signs with it afterwards is nobody. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: Operation<DeleteAccessKeyRequest, undefined> = {
  permissions: (input, call) => [userPermission("DeleteAccessKey", nameOf(input, call), call)],
  run(input, call) {
    const user = findUser(nameOf(input, call), call);
    const id = required("accessKeyId", input.AccessKeyId);
    if (!user.accessKeys.delete(id)) {
      throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
    }
    setAccessKey(call.sandbox, id, "unknown");
    return undefined;
  },
  trail: ({ UserName, AccessKeyId }) => ({
    requestParameters: { userName: UserName, accessKeyId: AccessKeyId },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostAccessKeys = 2;
