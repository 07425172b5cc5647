import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { awsError } from "../../errors.ts";
import { issueCredentials, roleSession } from "../../principals.ts";
import type { Operation } from "../../service.ts";
import { seenIam } from "../iam/lag.ts";
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
        resourcePolicy: roleByArn(sandbox, RoleArn, seenIam)?.trust ?? trustsNobody,
        context: {
          "sts:RoleSessionName": RoleSessionName,
          ...(ExternalId !== undefined && { "sts:ExternalId": ExternalId }),
        },
      },
    ];
  },
  run({ RoleArn = "", RoleSessionName, DurationSeconds = 3600 }, { sandbox, now, caller }) {
    const role = roleByArn(sandbox, RoleArn);
    const sessionName = readSessionName(RoleSessionName);
    requireDuration(DurationSeconds, role?.maxSessionDuration ?? 3600);
    if (caller.kind === "role") requireChained(DurationSeconds);
    const session = roleSession(RoleArn, sessionName);
    const expiration = new Date(now.getTime() + DurationSeconds * 1000);
    const { accessKeyId, secretAccessKey, sessionToken } = issueCredentials(sandbox, session, expiration);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expiration,
      },
      AssumedRoleUser: { AssumedRoleId: `${role?.id}:${sessionName}`, Arn: session.arn },
      PackedPolicySize: 0,
    };
  },
};

const trustsNobody = '{"Version":"2012-10-17","Statement":[]}';

function readSessionName(name = ""): string {
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw awsError(
    "ValidationError",
    String.raw`1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*, with a length of 2 to 64`,
  );
}

/** A session that takes another role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
function requireChained(seconds: number): void {
  if (seconds <= 3600) return;
  throw awsError(
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  );
}

function requireDuration(seconds: number, most: number): void {
  if (seconds < 900) {
    throw awsError(
      "ValidationError",
      "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    );
  }
  if (seconds <= most) return;
  throw awsError(
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
