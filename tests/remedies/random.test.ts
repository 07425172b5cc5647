/** The same of random states: what stands in the way of a pull in any layers together. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { State } from "../cases/support/access-state.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { expectRemediesToHold } from "./support/expect-remedies.ts";

const read = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "{{SECRET_ARN}}" };
const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "{{KEY_ARN}}" };
const denied = {
  Effect: "Deny",
  Action: ["secretsmanager:*", "kms:Decrypt"],
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": "{{ACCOUNT}}" } },
};
const closed = { ...denied, Condition: { ArnNotEquals: { "aws:PrincipalArn": "{{ROOT}}" } } };
const other = { Effect: "Allow", Action: ["s3:*", "logs:*"], Resource: "*" };
const administered = {
  Effect: "Allow",
  Principal: { AWS: "{{ROOT}}" },
  Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:Put*"],
  Resource: "*",
};

const some = (...statements: readonly object[]) => fc.subarray([...statements], { minLength: 1 });
const onSecret = some(
  { ...closed, Principal: "*", Action: "secretsmanager:GetSecretValue" },
  { ...read, Principal: { AWS: "{{ROLE_ARN}}" }, Resource: "*" },
);
const byRoles = { ...decrypt, Principal: { AWS: "{{ROOT}}" }, Resource: "*" };
const onKey = some({ ...closed, Principal: "*", Action: "kms:Decrypt" }, byRoles);

const states: fc.Arbitrary<State> = fc.record(
  {
    role: fc.record(
      {
        inline: fc.record({ own: some(read, decrypt, denied, other) }),
        managed: fc.record({ guard: some(closed, other) }),
        boundary: some(read, decrypt, closed, other),
      },
      { requiredKeys: ["inline"] },
    ),
    secret: fc.record({ policy: onSecret }),
    key: onKey.map((statements) => ({ policy: [administered, ...statements] })),
    consent: fc.constant(true as const),
  },
  { requiredKeys: ["role", "key"] },
);

/** Whatever else is drawn, there is something to mend: the role may do neither, and no one has consented. */
const toMend: State = { role: { inline: { own: [other] } }, key: { policy: [administered, byRoles] } };

test("each remedy of a random state, pasted as printed, closes its finding and opens no other", {
  timeout: 120_000,
}, async () => {
  const rules = new Set<string>();
  await fc.assert(
    fc.asyncProperty(states, async (state) => {
      for (const rule of await expectRemediesToHold("web", state)) rules.add(rule);
    }),
    { numRuns: propertyRuns(20), examples: [[toMend]] },
  );
  expect([...rules].sort()).toEqual(
    expect.arrayContaining(["access-missing", "decrypt-missing", "secret-no-consent"]),
  );
});
