import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { awsError } from "../../errors.ts";
import { issueCredentials, roleSession } from "../../principals.ts";
import type { Caller, Operation } from "../../service.ts";
import { seenIam } from "../iam/lag.ts";
import { roleByArn } from "../iam/state.ts";

/**
 * What has not the form of a request is refused before anyone's rights are asked. The trust policy decides, for roles of other accounts too, and one that does not exist refuses everyone.
 * Session policies and tags are not served.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = {
  permissions({ RoleArn = "", RoleSessionName = "", ExternalId }, { sandbox }) {
    requireArn(RoleArn);
    return [
      {
        action: "sts:AssumeRole",
        resource: RoleArn,
        resourceAccount: RoleArn.split(":")[4] ?? "",
        resourcePolicy: roleByArn(sandbox, RoleArn, seenIam)?.trust ?? trustsNobody,
        context: {
          "sts:RoleSessionName": RoleSessionName,
          ...(ExternalId !== undefined && { "sts:ExternalId": ExternalId }),
        },
      },
    ];
  },
  run({ RoleArn = "", RoleSessionName = "", DurationSeconds = 3600 }, { sandbox, caller, now }) {
    const role = roleByArn(sandbox, RoleArn);
    requireDuration(DurationSeconds, role?.maxSessionDuration ?? 3600, caller);
    const session = roleSession(RoleArn, RoleSessionName, now);
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

/** As AWS answers to what is no ARN of any service. @throws ValidationError */
function requireArn(text: string): void {
  if (/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(text)) return;
  throw awsError("ValidationError", `${text} is invalid`);
}

/** A role that assumes another has an hour: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
function requireDuration(seconds: number, most: number, caller: Caller): void {
  if (caller.kind === "role" && seconds > 3600) {
    throw awsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds <= most) return;
  throw awsError(
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
