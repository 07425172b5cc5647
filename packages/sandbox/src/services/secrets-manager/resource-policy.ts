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
import { type Answer, firstAnswer, policyFaults } from "../../policy-faults.ts";
import type { Call, Operation } from "../../service.ts";
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
    secret.resourcePolicy = readPolicy(input.ResourcePolicy ?? "", input.BlockPublicPolicy ?? false, call);
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

/** The text of a secret's policy, if Secrets Manager takes it. @throws MalformedPolicyDocumentException, PublicPolicyException */
function readPolicy(text: string, blockPublic: boolean, call: Call): string {
  const faults = policyFaults(text, "resource", call, { service: "secretsmanager" });
  if (faults === undefined || faults.length > 0) {
    const message = firstAnswer(faults ?? [], answers) ?? "This resource policy contains a syntax error.";
    throw new MalformedPolicyDocumentException({ message, $metadata: {} });
  }
  if (blockPublic && statementsIn(text).some(isPublic)) {
    // unverified: a call with BlockPublicPolicy would settle it
    const message = "You can't attach a resource policy that grants broad access to a secret.";
    throw new PublicPolicyException({ message, $metadata: {} });
  }
  return text;
}

/**
 * The first as people report it, the syntax error as the documentation has it; that other faults are syntax errors is
 * unverified. https://docs.aws.amazon.com/secretsmanager/latest/userguide/determine-acccess_examine-iam-policies.html
 */
const answers: readonly Answer[] = [
  {
    to: ["principal-form"],
    words: ({ value = "" }) =>
      value.startsWith('"Service"')
        ? "This resource policy contains an unsupported service principal."
        : "This resource policy contains an unsupported principal.",
  },
  {
    to: ["principal-unknown", "principal-type"],
    words: "This resource policy contains an unsupported principal.",
  },
];

function statementsIn(text: string): readonly object[] {
  const { Statement } = JSON.parse(text) as { readonly Statement: object | readonly object[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

function isPublic(statement: object): boolean {
  const { Effect, Principal, Condition } = statement as Readonly<Record<string, unknown>>;
  const isEveryone = ['"*"', '{"AWS":"*"}', '{"AWS":["*"]}'].includes(JSON.stringify(Principal));
  return Effect === "Allow" && isEveryone && Condition === undefined;
}
