/**
 * Which secrets a role is answered alike about: an administrator reads a thousand secrets for one reason, and is asked once for
 * each class of them.
 */
import { type NamedPolicy, type PolicySet, type Turning, turnsOn } from "@pullpass/access";
import { type Asker, type FoundSecret, identityOf, isSameForSecrets, layerOf } from "@pullpass/core/parts";

const actions = { read: "secretsmanager:GetSecretValue", decrypt: "kms:Decrypt" } as const;

/** The same for secrets that differ in nothing but their ARN and what no policy on them or their key asks for; `undefined`: like no other. */
export function secretClass({ secret, key, resourcePolicy }: FoundSecret): string | undefined {
  const { arn, account, region } = secret;
  const onSecret = turnsOn(documentsOf(layerOf("", resourcePolicy)), actions.read);
  const policyOfKey = key.kind === "customer" ? documentsOf(layerOf("", key.policy)) : [];
  const isLikeOthers = [onSecret, turnsOn(policyOfKey, actions.decrypt)].every(isSameForAll);
  if (!isLikeOthers || (key.kind === "customer" && areConstrained(key.grants))) return undefined;
  return JSON.stringify([account, region, resourcePolicy, onSecret.selection(arn), key]);
}

/** The part of the class that is the role's own: by which of its statements it may read. */
export function selectionFor({ role, organization }: Asker): ((secret: string) => string) | undefined {
  const { serviceControl } = organization;
  const policies = [
    ...documentsOf(identityOf(role)),
    ...documentsOf(layerOf("", role.boundary)),
    ...(serviceControl.kind === "known" ? serviceControl.value.flat() : []),
  ];
  const read = turnsOn(policies, actions.read);
  const areSame = isSameForAll(read) && isSameForAll(turnsOn(policies, actions.decrypt));
  return areSame ? read.selection : undefined;
}

function documentsOf(layer: PolicySet["identity"] | PolicySet["resource"]): readonly NamedPolicy[] {
  if (layer.kind === "unknown" || layer.value === undefined) return [];
  return "document" in layer.value ? [layer.value] : layer.value;
}

function isSameForAll({ keys }: Turning): boolean {
  return [...keys].every(isSameForSecrets);
}

/** By the secret's ARN, which is in the encryption context. */
function areConstrained(grants: PolicySet["grants"]): boolean {
  return (
    grants.kind === "known" &&
    grants.value.some(
      ({ encryptionContextEquals, encryptionContextSubset }) =>
        encryptionContextEquals !== undefined || encryptionContextSubset !== undefined,
    )
  );
}
