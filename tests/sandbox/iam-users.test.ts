import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, allow, failure, home, policy } from "./support/account.ts";
import { iamAccount } from "./support/iam-account.ts";

const UserName = "jane";

/** A user with an access key, and what she finds when she lists the secrets. */
async function withUser() {
  const world = await iamAccount();
  await world.iam.send(new CreateUserCommand({ UserName, Path: "/team/" }));
  const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  const config = connect(world.sandbox, { region: home, credentials });
  const secrets = new SecretsManagerClient(config);
  return {
    ...world,
    keyId: credentials.accessKeyId,
    lists: () => failure(secrets.send(new ListSecretsCommand({}))),
    asks: () => failure(new STSClient(config).send(new GetCallerIdentityCommand({}))),
  };
}

async function managedPolicy(iam: IAMClient): Promise<string> {
  const PolicyDocument = policy(allow("secretsmanager:ListSecrets"));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "list", PolicyDocument }));
  return Policy?.Arn ?? "";
}

const denied = `AccessDeniedException: User: arn:aws:iam::${account}:user/team/jane is not authorized to perform: secretsmanager:ListSecrets on resource: * because no identity-based policy allows the secretsmanager:ListSecrets action`;

test("a user may nothing, until a managed policy is attached, and while it is", async () => {
  const { iam, lists } = await withUser();
  const PolicyArn = await managedPolicy(iam);
  expect(await lists()).toBe(denied);
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  expect(await lists()).toBe("did not fail");
  expect((await iam.send(new ListAttachedUserPoliciesCommand({ UserName }))).AttachedPolicies).toEqual([
    { PolicyName: "list", PolicyArn },
  ]);
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  expect(await lists()).toBe(denied);
  expect(await failure(iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })))).toBe(
    `NoSuchEntityException: Policy ${PolicyArn} was not found.`,
  );
});

test("the same by an inline policy", async () => {
  const { iam, lists } = await withUser();
  const PolicyDocument = policy(allow("secretsmanager:ListSecrets"));
  const named = { UserName, PolicyName: "list" };
  await iam.send(new PutUserPolicyCommand({ ...named, PolicyDocument }));
  expect(await lists()).toBe("did not fail");
  expect((await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames).toEqual(["list"]);
  const got = await iam.send(new GetUserPolicyCommand(named));
  expect({ ...got, PolicyDocument: decodeURIComponent(got.PolicyDocument ?? "") }).toMatchObject({
    ...named,
    PolicyDocument,
  });
  await iam.send(new DeleteUserPolicyCommand(named));
  expect(await lists()).toBe(denied);
  expect(await failure(iam.send(new GetUserPolicyCommand(named)))).toBe(
    "NoSuchEntityException: The user policy with name list cannot be found.",
  );
});

test("a deleted access key is nobody's: not even the administrator's, as an unknown one is", async () => {
  const { iam, keyId, lists, asks } = await withUser();
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
  expect(AccessKeyMetadata).toMatchObject([{ UserName, AccessKeyId: keyId, Status: "Active" }]);
  expect(await asks()).toBe("did not fail");
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: keyId }));
  const invalid = "The security token included in the request is invalid.";
  expect(await asks()).toBe(`InvalidClientTokenId: ${invalid}`);
  expect(await lists()).toBe(`UnrecognizedClientException: ${invalid}`);
  expect(await failure(iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: keyId })))).toBe(
    `NoSuchEntityException: The Access Key with id ${keyId} cannot be found.`,
  );
});

test("a user is deleted once nothing hangs on it", async () => {
  const { iam, keyId } = await withUser();
  const PolicyArn = await managedPolicy(iam);
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  const refused = () => failure(iam.send(new DeleteUserCommand({ UserName })));
  expect(await refused()).toBe(
    "DeleteConflictException: Cannot delete entity, must delete access keys first.",
  );
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: keyId }));
  expect(await refused()).toBe(
    "DeleteConflictException: Cannot delete entity, must detach all policies first.",
  );
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  expect(await refused()).toBe("did not fail");
  expect(await failure(iam.send(new GetUserCommand({ UserName })))).toBe(
    "NoSuchEntityException: The user with name jane cannot be found.",
  );
});
