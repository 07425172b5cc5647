import {
  CreateAliasCommand,
  CreateGrantCommand,
  type CreateGrantRequest,
  CreateKeyCommand,
  type CreateKeyRequest,
  DeleteAliasCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { Script } from "./script.ts";

export const kmsGrants: Script = ({ kms }) => {
  let KeyId = "";
  let account = "";
  let GrantId = "";
  const create = (more: CreateKeyRequest = {}) => kms.send(new CreateKeyCommand(more));
  const grant = (more: Partial<CreateGrantRequest> = {}) =>
    kms.send(
      new CreateGrantCommand({
        KeyId,
        GranteePrincipal: `arn:aws:iam::${account}:root`,
        Operations: ["Decrypt"],
        ...more,
      }),
    );
  const tag = (TagKey: string, TagValue = "web") =>
    kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey, TagValue }] }));
  const alias = (AliasName: string) => kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  const move = (AliasName: string, TargetKeyId = KeyId) =>
    kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
  return {
    "CreateKey with tags": async () => {
      const made = await create({ Tags: [{ TagKey: "team", TagValue: "web" }], Description: "of web" });
      KeyId = made.KeyMetadata?.KeyId ?? "";
      account = made.KeyMetadata?.Arn?.split(":")[4] ?? "";
      return made;
    },
    "CreateKey with a tag of AWS's own": () => create({ Tags: [{ TagKey: "aws:team", TagValue: "web" }] }),
    "CreateKey with a policy that is no JSON": () => create({ Policy: "{" }),
    ListResourceTags: () => kms.send(new ListResourceTagsCommand({ KeyId })),
    "TagResource of a key": () => tag("more"),
    "TagResource with a key of AWS's own": () => tag("aws:more"),
    UntagResource: () => kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["more", "none"] })),
    CreateGrant: async () => {
      const made = await grant({ Name: "pull" });
      GrantId = made.GrantId ?? "";
      return made;
    },
    "CreateGrant of nobody": () => grant({ GranteePrincipal: "nobody" }),
    "CreateGrant of an operation that is none": () => grant({ Operations: ["Undo" as "Decrypt"] }),
    "CreateGrant of no operation": () => grant({ Operations: [] }),
    "CreateGrant of what a symmetric key cannot do": () => grant({ Operations: ["Sign"] }),
    "CreateGrant with a name that may not be": () => grant({ Name: "a b" }),
    "ListGrants of a key with a grant": () => kms.send(new ListGrantsCommand({ KeyId })),
    "RevokeGrant of none": () => kms.send(new RevokeGrantCommand({ KeyId, GrantId: "f".repeat(64) })),
    RevokeGrant: () => kms.send(new RevokeGrantCommand({ KeyId, GrantId })),
    "RevokeGrant again": () => kms.send(new RevokeGrantCommand({ KeyId, GrantId })),
    "RetireGrant of nothing": () => kms.send(new RetireGrantCommand({})),
    "CreateAlias for a second": () => alias("alias/second"),
    "CreateAlias of a name that is taken": () => alias("alias/second"),
    "CreateAlias of AWS's own": () => alias("alias/aws/second"),
    "CreateAlias with a name that may not be": () => alias("second"),
    UpdateAlias: () => move("alias/second"),
    "UpdateAlias of none": () => move("alias/none"),
    "UpdateAlias to no key": () => move("alias/second", "11111111-2222-3333-4444-555555555555"),
    ListAliases: () => kms.send(new ListAliasesCommand({ KeyId })),
    DeleteAlias: () => kms.send(new DeleteAliasCommand({ AliasName: "alias/second" })),
    "DeleteAlias again": () => kms.send(new DeleteAliasCommand({ AliasName: "alias/second" })),
  };
};
