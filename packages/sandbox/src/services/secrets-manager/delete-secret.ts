import type {
  DeleteSecretRequest,
  DeleteSecretResponse,
  RestoreSecretRequest,
  RestoreSecretResponse,
} from "@aws-sdk/client-secrets-manager";
import { localDateWithComma } from "../../local-date.ts";
import type { Call, Operation } from "../../service.ts";
import { emitDeletion } from "./deletion-event.ts";
import { findSecret, lookUpSecret } from "./find-secret.ts";
import { secretPermission } from "./permission.ts";
import { findLiveSecret, invalidParameter, requirePrimary } from "./requirements.ts";
import { type Deletion, type Secret, secretsIn } from "./state.ts";
import { secretTrail } from "./trail.ts";

/** Goes at the end of its window, or seconds later if forced. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export const deleteSecret: Operation<DeleteSecretRequest, DeleteSecretResponse> = {
  permissions: (input, call) => [
    secretPermission("DeleteSecret", input.SecretId, call, {
      "secretsmanager:ForceDeleteWithoutRecovery": String(input.ForceDeleteWithoutRecovery ?? false),
    }),
  ],
  run(input, call) {
    const window = readWindow(input);
    const forced = input.ForceDeleteWithoutRecovery ?? false;
    if (forced && !lookUpSecret(input.SecretId, call))
      return { Name: input.SecretId, DeletionDate: call.now };
    const secret = forced ? findSecret(input.SecretId, call) : findLiveSecret(input.SecretId, call);
    requirePrimary(secret);
    requireNoReplicas(secret);
    secret.deletion?.cancel();
    secret.deletion = planDeletion(secret, window, call);
    // the due time is the request's for a forced deletion, as in real records
    const DeletionDate = forced ? call.now : secret.deletion.due;
    return { ARN: secret.arn, Name: secret.name, DeletionDate };
  },
  trail: (input, output, call) =>
    secretTrail(input, {
      arn: output.ARN,
      name: output.Name,
      deletionDate: localDateWithComma(output.DeletionDate ?? call.now),
    }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html */
export const restoreSecret: Operation<RestoreSecretRequest, RestoreSecretResponse> = {
  permissions: (input, call) => [secretPermission("RestoreSecret", input.SecretId, call)],
  run(input, call) {
    const secret = findSecret(input.SecretId, call);
    secret.deletion?.cancel();
    secret.deletion = undefined;
    return { ARN: secret.arn, Name: secret.name };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN, name: output.Name }),
};

const dayMs = 24 * 60 * 60 * 1000;
/** How long the service works on a deletion: five seconds between the two events in real records. */
const deletingMs = 5_000;

interface Window {
  readonly ms: number;
  readonly kind: "Forced" | "Scheduled";
}

function readWindow({
  ForceDeleteWithoutRecovery: forced,
  RecoveryWindowInDays: days,
}: DeleteSecretRequest): Window {
  if (forced && days !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw invalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  }
  return forced ? { ms: 0, kind: "Forced" } : { ms: (days ?? 30) * dayMs, kind: "Scheduled" };
}

function planDeletion(secret: Secret, window: Window, { sandbox, now }: Call): Deletion {
  const due = new Date(now.getTime() + window.ms);
  const cancels = [
    sandbox.clock.after(window.ms, () =>
      emitDeletion("StartSecretVersionDelete", secret, due, window.kind, sandbox),
    ),
    sandbox.clock.after(window.ms + deletingMs, () => {
      secretsIn(secret.place, sandbox).delete(secret.arn);
      emitDeletion("EndSecretVersionDelete", secret, due, window.kind, sandbox);
    }),
  ];
  const cancel = () => {
    for (const one of cancels) one();
  };
  return { asked: now, due, cancel };
}

function requireNoReplicas(secret: Secret): void {
  if (secret.replicas.size === 0) return;
  const regions = [...secret.replicas.keys()].join(", ");
  throw invalidParameter(
    `You can't delete secret ${secret.name} that still has replica regions [${regions}]`,
  );
}
