import {
  type DeleteResourcePolicyRequest,
  type DeleteResourcePolicyResponse,
  type GetResourcePolicyRequest,
  type GetResourcePolicyResponse,
  MalformedPolicyDocumentException,
  PublicPolicyException,
  type PutResourcePolicyRequest,
  type PutResourcePolicyResponse,
} from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { secretPermission } from "./permission.ts";
import { syncReplicas } from "./replication.ts";
import { findLiveSecret, findPrimary } from "./requirements.ts";
import { secretTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation<PutResourcePolicyRequest, PutResourcePolicyResponse> = {
  permissions: (input, call) => [
    secretPermission("PutResourcePolicy", input.SecretId, call, {
      "secretsmanager:BlockPublicPolicy": String(input.BlockPublicPolicy ?? false),
    }),
  ],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    secret.resourcePolicy = readPolicy(input.ResourcePolicy ?? "", input.BlockPublicPolicy ?? false);
    await syncReplicas(secret, call);
    return { ARN: secret.arn, Name: secret.name };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN, name: output.Name }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html */
export const getResourcePolicy: Operation<GetResourcePolicyRequest, GetResourcePolicyResponse> = {
  permissions: (input, call) => [secretPermission("GetResourcePolicy", input.SecretId, call)],
  run(input, call) {
    const { arn, name, resourcePolicy } = findLiveSecret(input.SecretId, call);
    return { ARN: arn, Name: name, ...(resourcePolicy !== undefined && { ResourcePolicy: resourcePolicy }) };
  },
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: Operation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> = {
  permissions: (input, call) => [secretPermission("DeleteResourcePolicy", input.SecretId, call)],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    secret.resourcePolicy = undefined;
    await syncReplicas(secret, call);
    return { ARN: secret.arn, Name: secret.name };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN, name: output.Name }),
};

/** 20,480 characters: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const policyCharactersMax = 20_480;

/** Both messages are unverified: one refused call each would settle them. */
function readPolicy(text: string, blockPublic: boolean): string {
  const statements = text.length > policyCharactersMax ? [] : statementsIn(text);
  if (statements.length === 0) {
    const message = "This resource policy contains a syntax error.";
    throw new MalformedPolicyDocumentException({ message, $metadata: {} });
  }
  if (blockPublic && statements.some(isPublic)) {
    const message = "You can't attach a resource policy that grants broad access to a secret.";
    throw new PublicPolicyException({ message, $metadata: {} });
  }
  return text;
}

function statementsIn(text: string): readonly object[] {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== "object" || document === null || !("Statement" in document)) return [];
    const all = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
    return all.every((one) => typeof one === "object" && one !== null) ? all : [];
  } catch {
    return [];
  }
}

function isPublic(statement: object): boolean {
  const { Effect, Principal, Condition } = statement as Readonly<Record<string, unknown>>;
  const isEveryone = ['"*"', '{"AWS":"*"}', '{"AWS":["*"]}'].includes(JSON.stringify(Principal));
  return Effect === "Allow" && isEveryone && Condition === undefined;
}
