/** The page on the sandbox: its example of an organization is one, and does what the page says. */
import { readFile } from "node:fs/promises";
import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { expect, onTestFinished, test } from "vitest";
import { administrator, connect, createSandbox, readOrganization } from "../../packages/sandbox/src/index.ts";

const region = "eu-central-1";

async function exampleOrganization() {
  const page = await readFile(new URL("../../docs/sandbox.md", import.meta.url), "utf8");
  const text = /<!-- organization -->\n```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  return readOrganization(JSON.parse(text));
}

test.each([
  ["111122223333", /service control policy/],
  ["444455556666", /^$/],
  ["999900001111", /^$/],
])("the example keeps the keys of the accounts below its unit: %s", async (account, refusal) => {
  const sandbox = await createSandbox({ regions: [region], organization: await exampleOrganization() });
  onTestFinished(() => sandbox.dispose());
  const kms = new KMSClient(connect(sandbox, { region, principal: administrator(sandbox, account) }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const deletion = kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.Arn }));
  const message = await deletion.then(
    () => "",
    (error: unknown) => String(error),
  );
  expect(message).toMatch(refusal);
});

test("pullpass runs in the first member account", async () => {
  const sandbox = await createSandbox({ regions: [region], organization: await exampleOrganization() });
  onTestFinished(() => sandbox.dispose());
  expect(sandbox.account).toBe("444455556666");
});
