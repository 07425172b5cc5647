/** The runbook's command against an account in memory, with the AWS CLI that a person has. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import {
  CreateRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { createSandbox, listen } from "@pullpass/sandbox";
import { expect, inject, onTestFinished, test } from "vitest";
import { block } from "./support/runbook.ts";

const run = promisify(execFile);

test("every grant of a Region is removed, and nothing else of any role", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-remove-grants-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sandbox = await createSandbox({ regions: ["us-east-1"], clock: "wall", startAt: new Date() });
  onTestFinished(() => sandbox.dispose());
  const server = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => server.close());
  const iam = new IAMClient({
    endpoint: server.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const role = async (RoleName: string, ...names: readonly string[]) => {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document("sts:AssumeRole") }));
    for (const PolicyName of names) {
      const PolicyDocument = document("secretsmanager:GetSecretValue");
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
  };
  // More than IAM answers at once, so that the command has to ask for more.
  for (let index = 0; index < 110; index += 1) await role(`unrelated-${index}`);
  await role("api", "pullpass-eu-central-1");
  await role("web", "own", "pullpass-eu-central-1", "pullpass-us-east-1");
  await role("other", "pullpass-eu-central-10");

  const { stdout, stderr } = await run("sh", ["-euc", block("remove-grants")], {
    cwd: folder,
    env: {
      PATH: [inject("toolsBin"), process.env.PATH].join(delimiter),
      HOME: folder,
      AWS_ENDPOINT_URL: server.url,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  });

  expect(stderr).toBe("");
  const told = ["api", "web"].map((name) => `${name} no longer has pullpass-eu-central-1`);
  expect(stdout.trim().split("\n").sort()).toEqual(told.sort());
  const left = async (RoleName: string) =>
    (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames;
  expect(await left("web")).toEqual(["own", "pullpass-us-east-1"]);
  expect(await left("other")).toEqual(["pullpass-eu-central-10"]);
  expect(await left("api")).toEqual([]);
}, 120_000);

function document(Action: string): string {
  const trust = Action === "sts:AssumeRole" && { Principal: { Service: "codebuild.amazonaws.com" } };
  const Statement = [{ Effect: "Allow", Action, ...(trust || { Resource: "*" }) }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
