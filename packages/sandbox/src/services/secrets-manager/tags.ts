import type { TagResourceRequest, UntagResourceRequest } from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { findSecret } from "./find-secret.ts";
import { requestTags, secretPermission } from "./permission.ts";
import { syncReplicas } from "./replication.ts";
import { findPrimary } from "./requirements.ts";
import { withoutTags, withTags } from "./tag-rules.ts";
import { secretTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export const tagResource: Operation<TagResourceRequest, undefined> = {
  permissions: (input, call) => [
    secretPermission("TagResource", input.SecretId, call, requestTags(input.Tags)),
  ],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    secret.tags = withTags(secret.tags, input.Tags ?? []);
    secret.changed = call.now;
    await syncReplicas(secret, call);
    return undefined;
  },
  // no reply, yet AWS's own event pattern finds the ARN here:
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
  trail: (input, _, call) => secretTrail(input, { arn: findSecret(input.SecretId, call).arn }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export const untagResource: Operation<UntagResourceRequest, undefined> = {
  permissions: (input, call) => [
    secretPermission("UntagResource", input.SecretId, call, { "aws:TagKeys": input.TagKeys ?? [] }),
  ],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    secret.tags = withoutTags(secret.tags, input.TagKeys ?? []);
    secret.changed = call.now;
    await syncReplicas(secret, call);
    return undefined;
  },
  trail: (input, _, call) => secretTrail(input, { arn: findSecret(input.SecretId, call).arn }),
};
