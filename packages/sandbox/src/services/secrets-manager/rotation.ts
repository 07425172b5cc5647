import type {
  CancelRotateSecretRequest,
  CancelRotateSecretResponse,
  RotateSecretRequest,
  RotateSecretResponse,
} from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { secretPermission } from "./permission.ts";
import { findPrimary, invalidParameter, invalidRequest } from "./requirements.ts";
import { secretTrail } from "./trail.ts";

/** Switches rotation on; no function is called. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html */
export const rotateSecret: Operation<RotateSecretRequest, RotateSecretResponse> = {
  permissions: (input, call) => [secretPermission("RotateSecret", input.SecretId, call)],
  run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
    if (!lambdaArn) throw invalidRequest("No Lambda rotation function ARN is associated with this secret.");
    if (input.ClientRequestToken === undefined) {
      throw invalidParameter("You must provide a ClientRequestToken value. We recommend a UUID-type value.");
    }
    const rules = input.RotationRules ?? secret.rotation?.rules;
    const rotated = input.RotateImmediately === false ? secret.rotation?.rotated : call.now;
    secret.rotation = { enabled: true, lambdaArn, rules, rotated };
    secret.changed = call.now;
    return { ARN: secret.arn, Name: secret.name, VersionId: input.ClientRequestToken };
  },
  trail: (input, output) =>
    secretTrail(input, { arn: output.ARN, name: output.Name, versionId: output.VersionId }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html */
export const cancelRotateSecret: Operation<CancelRotateSecretRequest, CancelRotateSecretResponse> = {
  permissions: (input, call) => [secretPermission("CancelRotateSecret", input.SecretId, call)],
  run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    if (secret.rotation) secret.rotation = { ...secret.rotation, enabled: false };
    return { ARN: secret.arn, Name: secret.name };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN, name: output.Name }),
};
