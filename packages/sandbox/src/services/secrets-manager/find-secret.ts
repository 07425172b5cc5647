import { ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { type Secret, secretsIn } from "./state.ts";

/** Where a secret is looked for: the sandbox, and the account and Region that were asked. */
export interface SecretRequest {
  readonly sandbox: Sandbox;
  readonly place: Place;
}

/**
 * The secret that a name, an ARN, or an ARN without its random suffix names; pending deletion or not.
 * @throws ResourceNotFoundException
 */
export function findSecret(secretId: string | undefined, ask: SecretRequest): Secret {
  const secret = lookUpSecret(secretId, ask);
  if (secret) return secret;
  throw new ResourceNotFoundException({
    message: "Secrets Manager can't find the specified secret.",
    $metadata: {},
  });
}

/**
 * The same, undefined where there is none. A partial ARN that ends in a hyphen and six characters reads as a full one:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html
 * An ARN of another Region finds nothing (unverified: a call with one would settle it).
 */
export function lookUpSecret(secretId = "", { sandbox, place }: SecretRequest): Secret | undefined {
  const { region, account, name } = arnForm.exec(secretId)?.groups ?? {};
  if (!region || !account || !name) return byName(secretId, secretsIn(place, sandbox));
  if (region !== place.region) return undefined;
  const secrets = secretsIn({ ...place, account }, sandbox);
  return endsLikeFullArn.test(name) ? secrets.get(secretId) : byName(name, secrets);
}

/** The ARN that a new secret gets, or part of it where the suffix is unknown. */
export function secretArn({ partition, region, account }: Place, nameAndSuffix: string): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${nameAndSuffix}`;
}

const arnForm = /^arn:[^:]+:secretsmanager:(?<region>[^:]+):(?<account>\d{12}):secret:(?<name>.+)$/;
const endsLikeFullArn = /-[A-Za-z0-9]{6}$/;

function byName(name: string, secrets: ReadonlyMap<string, Secret>): Secret | undefined {
  return [...secrets.values()].find((secret) => secret.name === name);
}
