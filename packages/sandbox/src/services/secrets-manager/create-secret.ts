import {
  type CreateSecretRequest,
  type CreateSecretResponse,
  ResourceExistsException,
} from "@aws-sdk/client-secrets-manager";
import type { Call, Operation } from "../../service.ts";
import { kmsArn } from "../kms/make-key.ts";
import { lookUpSecret, secretArn } from "./find-secret.ts";
import { requestTags } from "./permission.ts";
import { replicate, replicationStatus } from "./replication.ts";
import { invalidInput, invalidRequest } from "./requirements.ts";
import { type Secret, secretsIn } from "./state.ts";
import { withTags } from "./tag-rules.ts";
import { secretTrail } from "./trail.ts";
import { addVersion, sameValue, valueIn, versionId } from "./versions.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const createSecret: Operation<CreateSecretRequest, CreateSecretResponse> = {
  permissions(input, { place }) {
    // that IAM sees the name without a suffix is unverified: a right on `NAME-??????` alone would settle it
    const resource = secretArn(place, input.Name ?? "");
    const context = { "secretsmanager:Name": input.Name ?? "", ...requestTags(input.Tags) };
    const actions = ["CreateSecret"];
    if (input.Tags?.length) actions.push("TagResource");
    if (input.AddReplicaRegions?.length) actions.push("ReplicateSecretToRegions");
    return actions.map((action) => ({ action: `secretsmanager:${action}`, resource, context }));
  },
  async run(input, call) {
    const name = readName(input.Name);
    const repeated = sameRequest(name, input, call);
    if (repeated) return repeated;
    const secret = newSecret(name, input, call);
    const value = valueIn(input);
    const id = value && versionId(input.ClientRequestToken);
    if (value && id) await addVersion(secret, id, value, ["AWSCURRENT"], call);
    secretsIn(call.place, call.sandbox).set(secret.arn, secret);
    if (input.AddReplicaRegions?.length) {
      await replicate(secret, input.AddReplicaRegions, input.ForceOverwriteReplicaSecret ?? false, call);
    }
    return replyFor(secret, id);
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN }),
};

/**
 * As `DescribeSecret` shows the key: what the caller gave, but an alias by its ARN. That an ARN is shown as given is
 * unverified; DescribeSecret after a CreateSecret with each form would settle it.
 */
export function shownKeyId(given: string | undefined, call: Call): string | undefined {
  if (!given) return undefined;
  return given.startsWith("alias/") ? kmsArn(call.place, given) : given;
}

function newSecret(name: string, input: CreateSecretRequest, call: Call): Secret {
  return {
    arn: secretArn(call.place, `${name}-${call.sandbox.ids.text(6, suffixAlphabet)}`),
    name,
    place: call.place,
    created: call.now,
    versions: new Map(),
    description: input.Description,
    kmsKeyId: shownKeyId(input.KmsKeyId, call),
    tags: withTags([], input.Tags ?? []),
    resourcePolicy: undefined,
    changed: call.now,
    accessed: undefined,
    deletion: undefined,
    rotation: undefined,
    primaryRegion: undefined,
    replicas: new Map(),
  };
}

const suffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function readName(name = ""): string {
  if (/^[\w/+=.@!-]{1,512}$/.test(name)) return name;
  throw invalidInput(
    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
  );
}

/** A retry of the request that made the secret succeeds again; anything else under its name does not. */
function sameRequest(name: string, input: CreateSecretRequest, call: Call): CreateSecretResponse | undefined {
  const old = lookUpSecret(name, call);
  if (!old) return undefined;
  if (old.deletion) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = old.versions.get(input.ClientRequestToken ?? "");
  const value = valueIn(input);
  if (version && value && sameValue(version.value, value)) return replyFor(old, version.id);
  const message = `The operation failed because the secret ${name} already exists.`;
  throw new ResourceExistsException({ message, $metadata: {} });
}

function replyFor(secret: Secret, versionId: string | undefined): CreateSecretResponse {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(secret.replicas.size > 0 && { ReplicationStatus: replicationStatus(secret) }),
  };
}
