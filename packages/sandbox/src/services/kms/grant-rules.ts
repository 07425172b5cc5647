import { type CreateGrantRequest, InvalidArnException } from "@aws-sdk/client-kms";
import { awsError } from "../../errors.ts";
import type { Sandbox } from "../../sandbox.ts";
import { principalExists } from "../iam/state.ts";

/**
 * What a grant on a symmetric key can allow, and to whom.
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 * @throws ValidationException, InvalidArnException; their messages are unverified: one refused call each would settle them
 */
export function requireGrantable(input: CreateGrantRequest, sandbox: Sandbox): void {
  const foreign =
    input.Operations?.filter((operation) => !operationsOfSymmetricKeys.includes(operation)) ?? [];
  if (foreign.length > 0) {
    throw awsError(
      "ValidationException",
      `The operations [${foreign.join(", ")}] are not valid for a key with key usage ENCRYPT_DECRYPT.`,
    );
  }
  for (const principal of [input.GranteePrincipal, input.RetiringPrincipal]) {
    if (principal !== undefined) requirePrincipal(principal, sandbox);
  }
}

const operationsOfSymmetricKeys: readonly string[] = [
  "CreateGrant",
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "RetireGrant",
];

/**
 * An account, or a user, role or session of one, and not one that is gone: KMS looks it up.
 * https://github.com/hashicorp/terraform-provider-aws/pull/3038
 */
function requirePrincipal(arn: string, sandbox: Sandbox): void {
  const { service, kind } = principalArn.exec(arn)?.groups ?? {};
  const isKnown =
    service !== undefined &&
    (kind === "root" || service === "sts" || principalExists(sandbox, arn) !== false);
  if (!isKnown) {
    throw new InvalidArnException({
      message: `ARN does not refer to a valid principal: ${arn}`,
      $metadata: {},
    });
  }
}

const principalArn =
  /^arn:[^:]+:(?<service>iam|sts)::\d{12}:(?<kind>root|role\/.+|user\/.+|assumed-role\/.+\/.+|federated-user\/.+)$/;
