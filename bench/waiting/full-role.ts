/** A role whose policies are full: of three projects with a secret each the last waits for room. */
import { createSandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { parseSecretArn, type SecretArn } from "../../packages/core/src/model/arn.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { asAdministrator } from "../callers.ts";
import { projectInput, region, trust } from "../large-account.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html : of all inline policies of a role, white space not counted. */
const charactersMax = 10_240;

/** From the event that frees room to the grant of who waited: seconds by the account's clock; infinite, if none comes before the sweep. */
export async function secondsToFreedRoom(): Promise<number> {
  const sandbox = await createSandbox({ seed: 1, regions: [region], account: "111122223333" });
  const call = asAdministrator(sandbox);
  await call("iam", "CreateRole", { RoleName: "team", AssumeRolePolicyDocument: trust });
  const names = ["api", "job", "web"];
  const secrets: SecretArn[] = [];
  for (const name of names) {
    const made = await call("secretsmanager", "CreateSecret", {
      Name: `registry/${name}`,
      SecretString: '{"username":"ci","password":"canary-x"}',
      ClientRequestToken: sandbox.ids.uuid(),
      Tags: [{ Key: "pullpass/projects", Value: "all" }],
    });
    secrets.push(parseSecretArn(String(Reflect.get(Object(made), "ARN"))));
  }
  // Room for two secrets and a few characters.
  const room = rolePolicy(secrets.slice(0, 2).map((secret) => ({ secret, key: undefined }))).length + 20;
  const left = charactersMax - room - JSON.stringify(logs("")).length;
  await call("iam", "PutRolePolicy", {
    RoleName: "team",
    PolicyName: "logs",
    PolicyDocument: JSON.stringify(logs("arn:aws:logs:*:*:log-group:".padEnd(left, "x"))),
  });
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  const own = async () => {
    const told = await call("iam", "GetRolePolicy", { RoleName: "team", PolicyName: `pullpass-${region}` });
    return decodeURIComponent(String(Reflect.get(Object(told), "PolicyDocument")));
  };
  const rest = async () => {
    await sandbox.clock.advance(10_000);
    await sandbox.settle(1_000_000);
  };
  for (const name of names) {
    const registryCredential = { credential: `registry/${name}`, credentialProvider: "SECRETS_MANAGER" };
    const role = `arn:aws:iam::${sandbox.account}:role/team`;
    await call("codebuild", "CreateProject", projectInput(name, role, { registryCredential }));
    await rest();
  }
  if ((await own()).includes("registry/web")) throw new Error("The role was not full");
  const freed = sandbox.clock.now().getTime();
  await call("secretsmanager", "UntagResource", { SecretId: "registry/api", TagKeys: ["pullpass/projects"] });
  await sandbox.settle(1_000_000);
  let seconds = Number.POSITIVE_INFINITY;
  for (let looks = 0; looks < 600 && seconds === Number.POSITIVE_INFINITY; looks++) {
    if ((await own()).includes("registry/web")) seconds = (sandbox.clock.now().getTime() - freed) / 1_000;
    else await sandbox.clock.advance(1_000);
  }
  await sandbox.dispose();
  return seconds;
}

function logs(name: string) {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: name }],
  };
}
