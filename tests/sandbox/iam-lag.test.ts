/** IAM's reads lag behind its writes: by how much follows from the seed, and time is the sandbox's own. */
import { CreateProjectCommand } from "@aws-sdk/client-codebuild";
import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { account, allow, failure, policy, trust } from "./support/account.ts";
import { newAccounts } from "./support/accounts.ts";

const lag = 10_000;
const lagging = (seed = 1) => newAccounts({ seed, account, iamLagMs: lag });
const getRole = new GetRoleCommand({ RoleName: "web" });

/** What each of so many looks in a row finds, with time standing still. */
async function looks(iam: IAMClient, count = 30): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let look = 0; look < count; look++) seen.push((await failure(iam.send(getRole))).split(":")[0] ?? "");
  return seen;
}

const seen = "did not fail";
const unseen = "NoSuchEntityException";

test("what is written is seen by none at first, by some after a while, and by all in the end", async () => {
  const { of, role, sandbox } = await lagging();
  const { iam } = of(account);
  await role(account, "web");
  expect(await looks(iam)).not.toContain(seen);
  await sandbox.clock.advance(lag / 2);
  expect(new Set(await looks(iam))).toEqual(new Set([seen, unseen]));
  await sandbox.clock.advance(lag / 2);
  expect(await looks(iam)).not.toContain(unseen);
});

test("the same seed sees the same, another seed something else", async () => {
  const story = async (seed: number) => {
    const { of, role, sandbox } = await lagging(seed);
    await role(account, "web");
    await sandbox.clock.advance(lag / 2);
    return looks(of(account).iam);
  };
  const [first, again, other] = [await story(1), await story(1), await story(2)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("who writes is not kept waiting: a role that exists exists", async () => {
  const { of, role } = await lagging();
  await role(account, "web", [allow("*")]);
  const again = of(account).iam.send(
    new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument: trust() }),
  );
  expect(await failure(again)).toMatch(/^EntityAlreadyExistsException: /);
});

test("a right counts when it is seen, and still counts when it is taken away, until that is seen", async () => {
  const { as, of, role, sandbox } = await lagging();
  const { iam } = of(account);
  const arn = await role(account, "web");
  await sandbox.clock.advance(lag);
  const list = () => failure(as(arn).secrets.send(new ListSecretsCommand({})));
  const named = { RoleName: "web", PolicyName: "list" };
  const PolicyDocument = policy(allow("secretsmanager:ListSecrets"));
  await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument }));
  expect(await list()).toMatch(/^AccessDeniedException: /);
  await sandbox.clock.advance(lag);
  expect(await list()).toBe(seen);
  await iam.send(new DeleteRolePolicyCommand(named));
  expect(await list()).toBe(seen);
  await sandbox.clock.advance(lag);
  expect(await list()).toMatch(/^AccessDeniedException: /);
});

test("trust counts when it is seen", async () => {
  const { of, role, sandbox } = await lagging();
  const RoleArn = await role(account, "web");
  await sandbox.clock.advance(lag);
  const PolicyDocument = trust({ AWS: `arn:aws:iam::${account}:root` });
  await of(account).iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "web", PolicyDocument }));
  const assume = () =>
    failure(of(account).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" })));
  expect(await assume()).toMatch(/^AccessDenied: /);
  await sandbox.clock.advance(lag);
  expect(await assume()).toBe(seen);
});

test("a project cannot have a role that was made just now", async () => {
  const { of, role, sandbox } = await lagging();
  const serviceRole = await role(account, "web");
  const create = () =>
    failure(
      of(account).codebuild.send(
        new CreateProjectCommand({
          name: "web",
          serviceRole,
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: { type: "NO_ARTIFACTS" },
          environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "alpine" },
        }),
      ),
    );
  expect(await create()).toBe(
    `InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}`,
  );
  await sandbox.clock.advance(lag);
  expect(await create()).toBe(seen);
});

test("each account lags by itself, and other services do not", async () => {
  const other = "444455556666";
  const { of, role, sandbox } = await newAccounts({ accounts: [account, other], iamLagMs: lag });
  await role(account, "web");
  await sandbox.clock.advance(lag);
  await role(other, "web");
  expect(await looks(of(other).iam, 5)).not.toContain(seen);
  expect(await looks(of(account).iam, 5)).not.toContain(unseen);
  const { KeyMetadata } = await of(account).kms.send(new CreateKeyCommand({}));
  expect(KeyMetadata?.KeyState).toBe("Enabled");
});
