import type { KeyMetadata, MultiRegionConfiguration } from "@aws-sdk/client-kms";
import type { Key } from "./state.ts";

/** A key as replies show it. https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function metadataOf(key: Key): KeyMetadata {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: key.state,
    ...(key.deletion && { DeletionDate: key.deletion.date }),
    Origin: key.origin,
    ...expirationOf(key),
    KeyManager: key.manager,
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: key.regions !== undefined,
    ...(key.regions && { MultiRegionConfiguration: regionsOf(key, key.regions) }),
    ...(key.materialId !== undefined && { CurrentKeyMaterialId: key.materialId }),
  };
}

function expirationOf({ origin, material, expiry }: Key): Partial<KeyMetadata> {
  if (origin !== "EXTERNAL" || !material) return {};
  if (!expiry) return { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" };
  return { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: expiry.date };
}

function regionsOf(key: Key, { primary, replicas }: NonNullable<Key["regions"]>): MultiRegionConfiguration {
  const related = (region: string) => ({
    Arn: key.arn.replace(`:${key.region}:`, `:${region}:`),
    Region: region,
  });
  return {
    MultiRegionKeyType: key.region === primary ? "PRIMARY" : "REPLICA",
    PrimaryKey: related(primary),
    ReplicaKeys: [...replicas].map(related),
  };
}
