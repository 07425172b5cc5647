/** Registry secrets, without their values. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html */
import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetResourcePolicyCommand,
  ListSecretVersionIdsCommand,
  type SecretListEntry,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { arnParts, parseArn, parseSecretArn } from "../model/arn.ts";
import { pulledLabel, type Secret } from "../model/secret.ts";
import { tagsOf } from "../model/tags.ts";
import type { Secrets } from "../ports.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrorsIfThere } from "./errors.ts";
import { allPages } from "./pages.ts";

/** The port to Secrets Manager, with a client a Region. */
export function registrySecrets(connection: Connection): Secrets {
  const client = perRegion((region) => new SecretsManagerClient(connection(region)));

  return {
    async describe(region, reference) {
      const place = parseArn(reference)?.region ?? region;
      const failed = { call: "secretsmanager:DescribeSecret", resource: `${reference} in ${place}` };
      const described = await withAwsErrorsIfThere(failed, () =>
        client(place).send(new DescribeSecretCommand({ SecretId: reference })),
      );
      const version = described && currentVersion(described);
      return (
        described && {
          ...secretOf(described, hasValue(described)),
          ...(version !== undefined && { currentVersion: version }),
        }
      );
    },

    async resourcePolicy(secret) {
      const failed = { call: "secretsmanager:GetResourcePolicy", resource: secret };
      const policy = await withAwsErrorsIfThere(failed, () =>
        client(arnParts(secret).region).send(new GetResourcePolicyCommand({ SecretId: secret })),
      );
      return policy?.ResourcePolicy;
    },

    /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
    async currentKeys(secret) {
      const failed = { call: "secretsmanager:ListSecretVersionIds", resource: secret };
      const versions = await withAwsErrorsIfThere(failed, () =>
        allPages(async (NextToken) => {
          const command = new ListSecretVersionIdsCommand({ SecretId: secret, NextToken });
          const page = await client(arnParts(secret).region).send(command);
          return { items: page.Versions, next: page.NextToken };
        }),
      );
      const current = versions?.find(({ VersionStages = [] }) => VersionStages.includes(pulledLabel));
      return current?.KmsKeyIds?.length ? current.KmsKeyIds : undefined;
    },
  };
}

/**
 * "A list of the versions of the secret that have staging labels attached": AWSCURRENT is on one as soon as there is a value, and the
 * member is absent before. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
function hasValue({ VersionIdsToStages = {} }: DescribeSecretResponse): Secret["hasValue"] {
  return Object.keys(VersionIdsToStages).length > 0 ? "yes" : "never";
}

function currentVersion({ VersionIdsToStages = {} }: DescribeSecretResponse): string | undefined {
  return Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(pulledLabel))?.[0];
}

/** What a description, or a list's entry, tells. @throws InvalidArn if it names no secret */
export function secretOf(
  described: DescribeSecretResponse | SecretListEntry,
  hasValue: Secret["hasValue"],
): Secret {
  const arn = parseSecretArn(described.ARN ?? "");
  const { account, region } = arnParts(arn);
  return {
    arn,
    name: described.Name ?? "",
    account,
    region,
    tags: tagsOf(described.Tags),
    keyId: described.KmsKeyId,
    deletion: described.DeletedDate === undefined ? "none" : "pending",
    rotation: described.RotationEnabled ?? false,
    owningService: described.OwningService,
    hasValue,
    primaryRegion: described.PrimaryRegion === region ? undefined : described.PrimaryRegion,
  };
}
