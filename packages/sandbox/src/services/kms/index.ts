/** AWS Key Management Service: symmetric keys, their policies, aliases and grants, and what is done with them. */
import * as sdk from "@aws-sdk/client-kms";
import constraints from "../../constraints/tables/kms.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { createAlias, deleteAlias, listAliases, updateAlias } from "./aliases.ts";
import { decrypt, encrypt, generateDataKey } from "./cryptography.ts";
import { createGrant, listGrants, revokeGrant } from "./grants.ts";
import { deleteImportedKeyMaterial, getParametersForImport, importKeyMaterial } from "./key-material.ts";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./key-policy.ts";
import { cancelKeyDeletion, disableKey, enableKey, scheduleKeyDeletion } from "./key-state.ts";
import { createKey, describeKey, listKeys } from "./keys.ts";
import { replicateKey } from "./replicate-key.ts";
import { retireGrant } from "./retire-grant.ts";
import { listResourceTags, tagResource, untagResource } from "./tags.ts";
import { updatePrimaryRegion } from "./update-primary-region.ts";

export const kms: Service = {
  signingName: "kms",
  eventSource: "kms.amazonaws.com",
  sdk,
  client: () => new sdk.KMSClient({ region: "us-east-1" }),
  constraints,
  operations: {
    CancelKeyDeletion: cancelKeyDeletion,
    CreateAlias: createAlias,
    CreateGrant: createGrant,
    CreateKey: createKey,
    Decrypt: decrypt,
    DeleteAlias: deleteAlias,
    DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
    DescribeKey: describeKey,
    DisableKey: disableKey,
    EnableKey: enableKey,
    Encrypt: encrypt,
    GenerateDataKey: generateDataKey,
    GetKeyPolicy: getKeyPolicy,
    GetParametersForImport: getParametersForImport,
    ImportKeyMaterial: importKeyMaterial,
    ListAliases: listAliases,
    ListGrants: listGrants,
    ListKeyPolicies: listKeyPolicies,
    ListKeys: listKeys,
    ListResourceTags: listResourceTags,
    PutKeyPolicy: putKeyPolicy,
    ReplicateKey: replicateKey,
    RetireGrant: retireGrant,
    RevokeGrant: revokeGrant,
    ScheduleKeyDeletion: scheduleKeyDeletion,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateAlias: updateAlias,
    UpdatePrimaryRegion: updatePrimaryRegion,
  },
};
