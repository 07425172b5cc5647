import { InvalidParameterException, InvalidRequestException } from "@aws-sdk/client-secrets-manager";
import { awsError } from "../../errors.ts";
import { findSecret, type SecretRequest } from "./find-secret.ts";
import type { Secret } from "./state.ts";

/** The secret, if it is not on its way out. @throws ResourceNotFoundException, InvalidRequestException */
export function findLiveSecret(secretId: string | undefined, ask: SecretRequest): Secret {
  const secret = findSecret(secretId, ask);
  if (!secret.deletion) return secret;
  throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}

/** The secret, if it is alive and not a replica: what every change needs. @throws ResourceNotFoundException, InvalidRequestException */
export function findPrimary(secretId: string | undefined, ask: SecretRequest): Secret {
  const secret = findLiveSecret(secretId, ask);
  requirePrimary(secret);
  return secret;
}

/** @throws InvalidRequestException for a replica */
export function requirePrimary(secret: Secret): void {
  if (secret.primaryRegion === undefined || secret.primaryRegion === secret.place.region) return;
  throw invalidRequest(
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  );
}

/** AWS's answer to a call that the secret's state does not allow. */
export function invalidRequest(message: string) {
  return new InvalidRequestException({ message, $metadata: {} });
}

/** AWS's answer to a parameter that makes no sense. */
export function invalidParameter(message: string) {
  return new InvalidParameterException({ message, $metadata: {} });
}

/** AWS's answer to input that is not of the documented form; not among the modelled exceptions. */
export function invalidInput(message: string) {
  return awsError("ValidationException", message);
}
