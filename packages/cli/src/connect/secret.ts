/** The registry secret: made, renewed or taken as it is, and its consent. */
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { consentCovers, consentOf, consentWith, type Secret } from "@pullpass/core";
import { withAwsErrors } from "@pullpass/core/aws";
import type { Session } from "../look/session.ts";
import { UserError } from "../user-error.ts";
import { type Login, secretText } from "./login.ts";
import { withoutPassword } from "./without-password.ts";

interface NewSecret {
  readonly name: string;
  readonly host: string;
  readonly kmsKey: string | undefined;
  readonly login: Login;
  /** The project that may use it. */
  readonly project: string;
}

/** With its consent; rotation is off until somebody turns it on. The ARN. @throws UserError if no tag names the project alone */
export async function createSecret(secret: NewSecret, look: Session): Promise<string> {
  const { name: Name, host, kmsKey, login, project } = secret;
  const { tagPrefix } = look.settings;
  const client = new SecretsManagerClient(look.account.connection(look.place.region));
  const failed = { call: "secretsmanager:CreateSecret", resource: `${Name} in ${look.place.region}` };
  const { ARN = Name } = await withoutPassword(login, () =>
    withAwsErrors(failed, () =>
      client.send(
        new CreateSecretCommand({
          Name,
          Description: `Credential for images of ${host} in CodeBuild`,
          SecretString: secretText(login),
          Tags: [{ Key: `${tagPrefix}projects`, Value: valueNaming(project, undefined, tagPrefix) }],
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

/** Adds the project to those that the tag names, if no tag lets it in already. Whether it was needed. @throws UserError if no value of the tag says it */
export async function consentTo(
  project: { readonly name: string; readonly tags: Readonly<Record<string, string>> },
  secret: Secret,
  { account, settings: { tagPrefix } }: Session,
): Promise<boolean> {
  if (consentCovers(consentOf(secret.tags, tagPrefix), project, tagPrefix)) return false;
  const Key = `${tagPrefix}projects`;
  const Value = valueNaming(project.name, secret.tags[Key], tagPrefix);
  const client = new SecretsManagerClient(account.connection(secret.region));
  await withAwsErrors({ call: "secretsmanager:TagResource", resource: secret.arn }, () =>
    client.send(new TagResourceCommand({ SecretId: secret.arn, Tags: [{ Key, Value }] })),
  );
  return true;
}

/** @throws UserError if no value of the tag says it */
function valueNaming(project: string, present: string | undefined, tagPrefix: string): string {
  const written = consentWith(present, [project], tagPrefix);
  if (written.kind === "value") return written.value;
  throw new UserError(written.why, written.instead);
}
