import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { awsError } from "../../errors.ts";
import { issueCredentials, roleSession } from "../../principals.ts";
import type { Operation } from "../../service.ts";
import { roleByArn } from "../iam/state.ts";

/**
 * The trust policy decides, for roles of other accounts too, and one that does not exist refuses everyone.
 * Session policies and tags are not served.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = {
  permissions({ RoleArn = "", RoleSessionName = "", ExternalId }, { sandbox }) {
    return [
      {
        action: "sts:AssumeRole",
        resource: RoleArn,
        resourceAccount: RoleArn.split(":")[4] ?? "",
        resourcePolicy: roleByArn(sandbox, RoleArn)?.trust ?? trustsNobody,
        context: {
          "sts:RoleSessionName": RoleSessionName,
          ...(ExternalId !== undefined && { "sts:ExternalId": ExternalId }),
        },
      },
    ];
  },
  run({ RoleArn = "", RoleSessionName = "", DurationSeconds = 3600 }, { sandbox, now }) {
    const role = roleByArn(sandbox, RoleArn);
    requireDuration(DurationSeconds, role?.maxSessionDuration ?? 3600);
    const session = roleSession(RoleArn, RoleSessionName);
    const expiration = new Date(now.getTime() + DurationSeconds * 1000);
    const { accessKeyId, secretAccessKey, sessionToken } = issueCredentials(sandbox, session, expiration);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expiration,
      },
      AssumedRoleUser: { AssumedRoleId: `${role?.id}:${RoleSessionName}`, Arn: session.arn },
      PackedPolicySize: 0,
    };
  },
};

const trustsNobody = '{"Version":"2012-10-17","Statement":[]}';

function requireDuration(seconds: number, most: number): void {
  if (seconds <= most) return;
  throw awsError(
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
