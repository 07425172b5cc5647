/** What ListGrants says on the wire, members that the SDK does not know included. */
import { expect, test } from "vitest";
import { keyGrants } from "../../packages/core/src/aws/key-grants.ts";
import { parseKeyArn } from "../../packages/core/src/model/arn.ts";
import { service } from "./support/json-service.ts";

const key = parseKeyArn("arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
const grantee = "arn:aws:iam::111122223333:role/web";
const context = { "aws:x": "1" };

async function read(grant: object) {
  const answered = { GrantId: "g-1", GranteePrincipal: grantee, Operations: ["Decrypt"], ...grant };
  const { connection } = service(() => [200, { Grants: [answered], Truncated: false }]);
  return keyGrants(connection)(key);
}

const plain = { id: "g-1", granteePrincipal: grantee, operations: ["Decrypt"] };

test.each([
  ["none", {}, {}],
  [
    "an exact context",
    { Constraints: { EncryptionContextEquals: context } },
    { encryptionContextEquals: context },
  ],
  [
    "a part of the context",
    { Constraints: { EncryptionContextSubset: context } },
    { encryptionContextSubset: context },
  ],
  [
    "a member that is evaluated by nobody",
    { Constraints: { SourceArn: "arn:aws:x" } },
    { constraintsUnknown: true },
  ],
  ["a member that no SDK knows yet", { Constraints: { Moon: "full" } }, { constraintsUnknown: true }],
  [
    "a known and an unknown one",
    { Constraints: { EncryptionContextSubset: context, Moon: "full" } },
    { encryptionContextSubset: context, constraintsUnknown: true },
  ],
  ["nothing in them", { Constraints: {} }, { constraintsUnknown: true }],
  ["no list of pairs", { Constraints: { EncryptionContextEquals: ["x"] } }, { constraintsUnknown: true }],
])("a grant whose constraints have %s is as wide as is known", async (_, grant, constraints) => {
  expect(await read(grant)).toEqual([{ ...plain, ...constraints }]);
});

test("a grant of a service that names no principal allows nobody", async () => {
  expect(await read({ GranteePrincipal: undefined })).toEqual([{ ...plain, granteePrincipal: "" }]);
});

test("a grant without kms:Decrypt is left out", async () => {
  expect(await read({ Operations: ["Encrypt"] })).toEqual([]);
});
