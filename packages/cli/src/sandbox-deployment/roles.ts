/** A role for each function, with what `permissions` lets it do and nothing more. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ownRolePath } from "@pullpass/core";
import { type Deployed, type FunctionName, permissions } from "@pullpass/functions/deployment";
import { connect, type Sandbox } from "@pullpass/sandbox";

import type { Options } from "./environment.ts";

export type RoleArns = Readonly<Record<FunctionName, string>>;

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export async function createRoles(sandbox: Sandbox, region: string): Promise<RoleArns> {
  const iam = new IAMClient(connect(sandbox, { region }));
  const create = async (name: FunctionName) => {
    const RoleName = roleName(name, region);
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName, Path: ownRolePath, AssumeRolePolicyDocument: trust }),
    );
    return Role?.Arn ?? "";
  };
  return {
    ingest: await create("ingest"),
    reconcile: await create("reconcile"),
    sweep: await create("sweep"),
    notify: await create("notify"),
    registry: await create("registry"),
    credentials: await create("credentials"),
    securityhub: await create("securityhub"),
  };
}

/** Functions that only an option brings may do nothing without it: the role of `credentials` alone could read values. */
export async function writePermissions(
  sandbox: Sandbox,
  deployed: Deployed,
  { credentialChecks = false, securityHub = false }: Pick<Options, "credentialChecks" | "securityHub">,
): Promise<void> {
  const iam = new IAMClient(connect(sandbox, { region: deployed.region }));
  const asked: readonly FunctionName[] = [
    ...(credentialChecks ? (["credentials"] as const) : []),
    ...(securityHub ? (["securityhub"] as const) : []),
  ];
  for (const name of ["ingest", "reconcile", "sweep", "registry", ...asked, "notify"] as const) {
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: permissions(name, deployed) });
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: roleName(name, deployed.region),
        PolicyName: "permissions",
        PolicyDocument,
      }),
    );
  }
}

const roleName = (name: FunctionName, region: string) => `pullpass-${name}-${region}`;
