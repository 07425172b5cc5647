import type {
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { tellingLabels } from "./label-event.ts";
import { secretPermission } from "./permission.ts";
import { syncReplicas } from "./replication.ts";
import { findPrimary, invalidParameter } from "./requirements.ts";
import type { Secret } from "./state.ts";
import { secretTrail } from "./trail.ts";
import { findVersion, moveStage, removeStage, versionWith } from "./versions.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export const updateSecretVersionStage: Operation<
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse
> = {
  permissions: (input, call) => [
    secretPermission("UpdateSecretVersionStage", input.SecretId, call, {
      "secretsmanager:VersionStage": input.VersionStage ?? "",
    }),
  ],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    const stage = input.VersionStage ?? "";
    const { MoveToVersionId: to, RemoveFromVersionId: from } = input;
    const target = to === undefined ? undefined : findVersion(secret, to, undefined);
    requireRemovable(stage, secret, from, to);
    await tellingLabels(secret, call.sandbox, () => {
      if (target) moveStage(secret, stage, target);
      else if (from !== undefined) removeStage(findVersion(secret, from, undefined), stage);
    });
    secret.changed = call.now;
    await syncReplicas(secret, call);
    return { ARN: secret.arn, Name: secret.name };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN, name: output.Name }),
};

/** A label is taken from the version that has it, and AWSCURRENT never from all. @throws InvalidParameterException */
function requireRemovable(
  stage: string,
  secret: Secret,
  from: string | undefined,
  to: string | undefined,
): void {
  const holder = versionWith(stage, secret)?.id;
  if (stage === "AWSCURRENT" && to === undefined) {
    throw invalidParameter(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
  }
  if (from === undefined && holder !== undefined && holder !== to) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  // the text is unverified: a call that names another version would settle it
  if (from !== undefined && from !== holder) {
    throw invalidParameter(`Staging label ${stage} is not currently attached to version ${from}.`);
  }
}
