/** The registry secret: made, renewed or taken as it is, and its consent. */
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { consentCovers, consentOf, consentWith, type Secret } from "@pullpass/core";
import { withAwsErrors } from "@pullpass/core/aws";
import type { Session } from "../session/session.ts";
import { UserError } from "../user-error.ts";
import { type Login, secretText } from "./login.ts";
import { withoutPassword } from "./without-password.ts";

interface NewSecret {
  readonly name: string;
  readonly host: string;
  readonly kmsKey: string | undefined;
  readonly login: Login;
}

/** Rotation is off until somebody turns it on. The ARN. */
export async function createSecret(secret: NewSecret, look: Session): Promise<string> {
  const { name: Name, host, kmsKey, login } = secret;
  const client = new SecretsManagerClient(look.account.connection(look.place.region));
  const failed = { call: "secretsmanager:CreateSecret", resource: `${Name} in ${look.place.region}` };
  const { ARN = Name } = await withoutPassword(login, () =>
    withAwsErrors(failed, () =>
      client.send(
        new CreateSecretCommand({
          Name,
          Description: `Credential for images of ${host} in CodeBuild`,
          SecretString: secretText(login),
          ...(kmsKey === undefined ? {} : { KmsKeyId: kmsKey }),
        }),
      ),
    ),
  );
  return ARN;
}

/** A new version; the one before stays as AWSPREVIOUS. */
export async function renewSecret(
  { arn, region }: Secret,
  login: Login,
  { account }: Session,
): Promise<void> {
  const client = new SecretsManagerClient(account.connection(region));
  await withoutPassword(login, () =>
    withAwsErrors({ call: "secretsmanager:PutSecretValue", resource: arn }, () =>
      client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: secretText(login) })),
    ),
  );
}

/** The tags that the secret lacks to let the project in; none if one does already. @throws UserError if no value of the tag says it */
export function consentFor(
  project: { readonly name: string; readonly tags: Readonly<Record<string, string>> },
  { tags }: Secret,
  { settings: { tagPrefix } }: Session,
): Readonly<Record<string, string>> {
  if (consentCovers(consentOf(tags, tagPrefix), project, tagPrefix)) return {};
  const key = `${tagPrefix}projects`;
  return { [key]: valueNaming(project.name, tags[key], tagPrefix) };
}

/** Before anything is made for it. @throws UserError if no tag names the project alone */
export function checkConsent(project: string, { settings }: Session): void {
  valueNaming(project, undefined, settings.tagPrefix);
}

export async function giveConsent(
  { arn, region }: Secret,
  tags: Readonly<Record<string, string>>,
  { account }: Session,
): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length === 0) return;
  const client = new SecretsManagerClient(account.connection(region));
  await withAwsErrors({ call: "secretsmanager:TagResource", resource: arn }, () =>
    client.send(new TagResourceCommand({ SecretId: arn, Tags })),
  );
}

/** @throws UserError if no value of the tag says it */
function valueNaming(project: string, present: string | undefined, tagPrefix: string): string {
  const written = consentWith(present, [project], tagPrefix);
  if (written.kind === "value") return written.value;
  throw new UserError(written.why, written.instead);
}
