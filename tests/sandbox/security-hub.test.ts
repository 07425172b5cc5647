import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  DescribeHubCommand,
  DisableSecurityHubCommand,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { expect, onTestFinished, test } from "vitest";
import { asffOf } from "../../packages/core/src/notice/asff.ts";
import { connect, createSandbox } from "../../packages/sandbox/src/index.ts";
import { finding as found, later, noon } from "../ledger/examples.ts";
import { failure } from "./support/account.ts";

const region = "eu-central-1";

async function newHub() {
  const sandbox = await createSandbox({ regions: [region], account: "111122223333" });
  onTestFinished(() => sandbox.dispose());
  const client = new SecurityHubClient({ ...connect(sandbox, { region }), maxAttempts: 1 });
  return {
    client,
    importing: (...Findings: object[]) =>
      client.send(new BatchImportFindingsCommand({ Findings: Findings as AwsSecurityFinding[] })),
    all: async () => (await client.send(new GetFindingsCommand({}))).Findings ?? [],
  };
}

const finding = (more: object = {}) => ({
  ...asffOf(found(), { createdAt: noon, updatedAt: noon, version: "1" }),
  ...more,
});

test("an account that has not enabled it may do nothing in it", async () => {
  const hub = await newHub();
  const { client } = hub;
  const notSubscribed = /^InvalidAccessException: .*not subscribed/;
  expect(await failure(hub.importing(finding()))).toMatch(notSubscribed);
  expect(await failure(client.send(new DescribeHubCommand({})))).toMatch(notSubscribed);
  await client.send(new EnableSecurityHubCommand({}));
  expect(await failure(client.send(new EnableSecurityHubCommand({})))).toMatch(/^ResourceConflictException/);
  expect((await client.send(new DescribeHubCommand({}))).HubArn).toBe(
    "arn:aws:securityhub:eu-central-1:111122223333:hub/default",
  );
  await hub.importing(finding());
  await client.send(new DisableSecurityHubCommand({}));
  expect(await failure(hub.importing(finding()))).toMatch(notSubscribed);
});

test("the newest of a finding stays, and begins anew where it was archived", async () => {
  const hub = await newHub();
  await hub.client.send(new EnableSecurityHubCommand({}));
  await hub.importing(finding({ UpdatedAt: later, Title: "newer", RecordState: "ARCHIVED" }));
  expect(await hub.importing(finding({ Title: "older" }))).toMatchObject({ SuccessCount: 1, FailedCount: 0 });
  expect(await hub.importing(finding({ UpdatedAt: later, Title: "as old" }))).toMatchObject({
    FailedCount: 0,
  });
  expect(await hub.all()).toMatchObject([{ Title: "newer", Severity: { Label: "HIGH" } }]);
  await hub.importing(finding({ UpdatedAt: "2027-01-01T00:00:00Z", Title: "back" }));
  expect(await hub.all()).toMatchObject([
    { Title: "back", RecordState: "ACTIVE", Workflow: { Status: "NEW" } },
  ]);
});

test.each([
  ["Title", { Title: "x".repeat(257) }],
  ["SchemaVersion", { SchemaVersion: "2020-01-01" }],
  ["timestamp", { UpdatedAt: "yesterday" }],
  ["Severity", { FindingProviderFields: { Types: [] } }],
  ["Region", { Region: "us-east-1" }],
])("a finding that is wrong (%s) fails alone", async (word, wrong) => {
  const hub = await newHub();
  await hub.client.send(new EnableSecurityHubCommand({}));
  const odd = finding({ Id: "odd", ...wrong });
  const { SuccessCount, FailedFindings } = await hub.importing(finding(), odd);
  expect(SuccessCount).toBe(1);
  expect(FailedFindings).toEqual([
    { Id: "odd", ErrorCode: "InvalidInput", ErrorMessage: expect.stringContaining(word) },
  ]);
});

test("nobody imports for another account or another product, nor more than a hundred at a time", async () => {
  const hub = await newHub();
  await hub.client.send(new EnableSecurityHubCommand({}));
  for (const foreign of [
    { AwsAccountId: "444455556666" },
    { ProductArn: "arn:aws:securityhub:eu-central-1::product/acme/scanner" },
  ])
    expect(await failure(hub.importing(finding(foreign)))).toMatch(/^InvalidAccessException/);
  const many = Array.from({ length: 101 }, (_, index) => finding({ Id: String(index) }));
  expect(await failure(hub.importing(...many))).toMatch(/^InvalidInputException/);
});
