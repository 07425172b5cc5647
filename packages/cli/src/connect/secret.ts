/** The registry secret: made, renewed or taken as it is, and its consent. */
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { consentCovers, consentOf, type Secret } from "@pullpass/core";
import { translated } from "@pullpass/core/aws";
import type { Look } from "../look/look.ts";
import { Problem } from "../problem.ts";
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

/** With its consent; rotation is off until somebody turns it on. The ARN. */
export async function createSecret(secret: NewSecret, look: Look): Promise<string> {
  const { name: Name, host, kmsKey, login, project } = secret;
  const client = new SecretsManagerClient(look.account.connection(look.place.region));
  const failed = { call: "secretsmanager:CreateSecret", resource: `${Name} in ${look.place.region}` };
  const { ARN = Name } = await withoutPassword(login, () =>
    translated(failed, () =>
      client.send(
        new CreateSecretCommand({
          Name,
          Description: `Credential for images of ${host} in CodeBuild`,
          SecretString: secretText(login),
          Tags: [{ Key: `${look.settings.tagPrefix}projects`, Value: project }],
          ...(kmsKey === undefined ? {} : { KmsKeyId: kmsKey }),
        }),
      ),
    ),
  );
  return ARN;
}

/** A new version; the one before stays as AWSPREVIOUS. */
export async function renewSecret({ arn, region }: Secret, login: Login, { account }: Look): Promise<void> {
  const client = new SecretsManagerClient(account.connection(region));
  await withoutPassword(login, () =>
    translated({ call: "secretsmanager:PutSecretValue", resource: arn }, () =>
      client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: secretText(login) })),
    ),
  );
}

/** Adds the project to those that the tag names, if no tag lets it in already. Whether it was needed. @throws Problem if the tag is full */
export async function consentTo(
  project: { readonly name: string; readonly tags: Readonly<Record<string, string>> },
  secret: Secret,
  { account, settings: { tagPrefix } }: Look,
): Promise<boolean> {
  if (consentCovers(consentOf(secret.tags, tagPrefix), project, tagPrefix)) return false;
  const Key = `${tagPrefix}projects`;
  const before = secret.tags[Key]?.trim();
  const Value = before ? `${before} ${project.name}` : project.name;
  if (Value.length > tagValueCharactersMax) {
    throw new Problem(
      `The tag ${Key} of ${secret.name} has no room for another name.`,
      `Let a prefix stand for several names (prefix=team-), or give projects and secret the same tag ${tagPrefix}group.`,
    );
  }
  const client = new SecretsManagerClient(account.connection(secret.region));
  await translated({ call: "secretsmanager:TagResource", resource: secret.arn }, () =>
    client.send(new TagResourceCommand({ SecretId: secret.arn, Tags: [{ Key, Value }] })),
  );
  return true;
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Tag.html */
const tagValueCharactersMax = 256;
