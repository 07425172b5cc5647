/** The credentials of a role that the person may assume, for the commands that look at another account. */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Connection } from "@pullpass/core/aws";
import { UserError } from "../user-error.ts";

export interface AssumedRole {
  readonly roleArn?: string;
  /** What the role's trust policy may ask for. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
  readonly externalId?: string;
}

/**
 * For an hour. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * @throws UserError if the role does not let them in
 */
export async function assumedCredentials(
  { roleArn = "", externalId }: AssumedRole,
  connection: Connection,
  region: string,
) {
  const sts = new STSClient(connection(region));
  try {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: "pullpass",
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = Credentials ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration && { expiration: Expiration }),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(
      `The role ${roleArn} cannot be assumed: ${why}`,
      "Its trust policy has to name you, your own policies have to allow sts:AssumeRole on it; an --external-id may be asked for.",
      { cause },
    );
  } finally {
    sts.destroy();
  }
}
