/** Secrets that no login is put into, and none is used from. */
import type { Secret } from "@pullpass/core";
import type { Session } from "../session/session.ts";
import { UserError } from "../user-error.ts";

/** @throws UserError for a name that Secrets Manager takes for none. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export function checkNewSecret(name: string): void {
  if (name.startsWith("arn:")) {
    throw new UserError(`There is no secret ${name}.`, "Give a name instead of an ARN to make a new one.");
  }
  if (/^[\w/+=.@-]{1,512}$/.test(name)) return;
  throw new UserError(
    `${JSON.stringify(name)} is not a name for a secret.`,
    "Take letters, digits and / _ + = . @ - for --secret, at most 512.",
  );
}

/** @throws UserError for one that is about to go, or whose value changes by itself */
export function refuseUnfit(secret: Secret): void {
  if (secret.deletion === "pending") {
    throw new UserError(
      `The secret ${secret.name} is scheduled for deletion.`,
      `Restore it (aws secretsmanager restore-secret --secret-id ${secret.arn}), or name another with --secret.`,
    );
  }
  if (secret.rotation) {
    throw new UserError(
      `The secret ${secret.name} rotates, and rotation would put something else in place of the registry's login.`,
      `Turn rotation off (aws secretsmanager cancel-rotate-secret --secret-id ${secret.arn}), or name another with --secret.`,
    );
  }
}

/** An id, an alias and an ARN may be one key. @throws UserError, and the errors of core */
export async function refuseOtherKey(
  { name, keyId, region }: Secret,
  { kmsKey }: { readonly kmsKey?: string },
  { ports: { keys } }: Session,
): Promise<void> {
  if (kmsKey === undefined || kmsKey === keyId) return;
  const [wanted, present] = await Promise.all(
    [kmsKey, keyId ?? "alias/aws/secretsmanager"].map((each) => keys.describe(region, each)),
  );
  if (wanted !== undefined && wanted.arn === present?.arn) return;
  throw new UserError(
    `The secret ${name} exists, and is encrypted with ${keyId ?? "the default key"}.`,
    "Leave --kms-key away, or name another secret with --secret.",
  );
}
