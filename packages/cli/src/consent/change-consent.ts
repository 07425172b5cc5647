/** Reads a secret's tags of consent, merges what is asked for, and writes them. */
import {
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { type ConsentChange, type ConsentTags, plain, type Secret } from "@pullpass/core";
import { registrySecrets, secretLists, withAwsErrors } from "@pullpass/core/aws";
import type { Account } from "../aws/account.ts";
import { noSuchSecret } from "../aws/not-there.ts";
import { UserError } from "../user-error.ts";

/** What differs, by the tag's key; `undefined` is no tag. */
export interface TagChange {
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The secret that the person means, by its name or its whole ARN. @throws UserError if there is none, or another would be read */
export async function secretNamed(reference: string, { connection, region }: Account): Promise<Secret> {
  const secret = await registrySecrets(connection).describe(region, reference);
  if (secret === undefined) {
    throw await noSuchSecret(reference, region, secretLists(connection));
  }
  if (secret.arn === reference || secret.name === reference) return secret;
  // Secrets Manager also takes the beginning of an ARN: https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html
  throw new UserError(
    `${plain(reference)} is not the whole ARN of a secret.`,
    `If ${secret.arn} is meant, give that.`,
  );
}

export function changesOf(secret: Secret, tags: ConsentTags): readonly TagChange[] {
  return [...tags].map(([key, after]) => ({ key, before: secret.tags[key], after }));
}

/**
 * Secrets Manager writes tags without a condition: so they are read right before, and again after, until they say what was
 * asked for. Only what someone else writes between that read and the write, one call, is lost. @throws UserError if others write all the time, or what is asked for cannot be said
 */
export async function changeConsent(
  reference: string,
  change: (secret: Secret) => ConsentChange,
  account: Account,
): Promise<Secret> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const secret = await secretNamed(reference, account);
    const { tags } = saidBy(change(secret));
    if (tags.size === 0) return secret;
    await write(secret, tags, account);
  }
  throw new UserError(
    "The tags of the secret were changed by someone else each time they were written.",
    "Look at them, and try again.",
  );
}

const triesMax = 4;

/** @throws UserError */
export function saidBy(change: ConsentChange): Extract<ConsentChange, { kind: "tags" }> {
  if (change.kind === "tags") return change;
  throw new UserError(change.why, change.instead);
}

async function write({ arn, region }: Secret, tags: ConsentTags, { connection }: Account): Promise<void> {
  const client = new SecretsManagerClient(connection(region));
  const Tags = [...tags].flatMap(([Key, Value]) => (Value === undefined ? [] : [{ Key, Value }]));
  const TagKeys = [...tags].flatMap(([key, value]) => (value === undefined ? [key] : []));
  // Withdrawn first: if the second write fails, less is allowed than was asked for, never more.
  if (TagKeys.length > 0) {
    await withAwsErrors({ call: "secretsmanager:UntagResource", resource: arn }, () =>
      client.send(new UntagResourceCommand({ SecretId: arn, TagKeys })),
    );
  }
  if (Tags.length > 0) {
    await withAwsErrors({ call: "secretsmanager:TagResource", resource: arn }, () =>
      client.send(new TagResourceCommand({ SecretId: arn, Tags })),
    );
  }
}
