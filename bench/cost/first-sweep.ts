/** A role of many projects, none of which can pull yet, and the first sweep of a deployment that finds them so. */
import { createSandbox, type RecordedCall } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { asAdministrator, isOfPullpass } from "../callers.ts";
import { projectInput, region, trust } from "../large-account.ts";

export interface FirstSweep {
  /** Those of all functions, until nothing is left to be done. */
  readonly calls: readonly RecordedCall[];
  /** How many projects pull with their role and the full ARN of the secret. */
  readonly normalized: number;
  readonly dispose: () => Promise<void>;
}

export async function firstSweep(projects: number): Promise<FirstSweep> {
  const sandbox = await createSandbox({ seed: 1, regions: [region], account: "111122223333" });
  const call = asAdministrator(sandbox);
  await call("secretsmanager", "CreateSecret", {
    Name: "registry/hub",
    SecretString: '{"username":"ci","password":"canary-x"}',
    ClientRequestToken: sandbox.ids.uuid(),
    Tags: [{ Key: "pullpass/projects", Value: "all" }],
  });
  await call("iam", "CreateRole", { RoleName: "team", AssumeRolePolicyDocument: trust });
  const names = Array.from({ length: projects }, (_, index) => `web-${index}`);
  for (const name of names) {
    const registryCredential = { credential: "registry/hub", credentialProvider: "SECRETS_MANAGER" };
    const role = `arn:aws:iam::${sandbox.account}:role/team`;
    await call("codebuild", "CreateProject", projectInput(name, role, { registryCredential }));
  }
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  const before = sandbox.calls.length;
  // The sweep, and its line's pace.
  await sandbox.clock.advance(65 * 60_000);
  await sandbox.settle(1_000_000);
  const calls = sandbox.calls.slice(before).filter(isOfPullpass);
  const normalized = new Set(
    calls.flatMap(({ operation, outcome, permissions: [permission] }) =>
      operation === "UpdateProject" && outcome === "ok" ? [permission?.resource] : [],
    ),
  ).size;
  return { calls, normalized, dispose: () => sandbox.dispose() };
}
