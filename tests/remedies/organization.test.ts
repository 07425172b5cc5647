/** The same of an account in an organization, whose policies stand in the way, and of commands that were given options. */
import { expect, test } from "vitest";
import type { OrganizationDefinition } from "../../packages/sandbox/src/index.ts";
import { account, type State } from "../cases/support/access-state.ts";
import { expectRemediesToHold } from "./support/expect-remedies.ts";

const read = "secretsmanager:GetSecretValue";
const deny = (Action: string, more: object = {}) => ({ Effect: "Deny", Action, Resource: "*", ...more });
const allow = (...Action: readonly string[]) => ({ Effect: "Allow", Action, Resource: "*" });

/** All that setting up and looking need. */
const ordinary = allow("codebuild:*", "dynamodb:*", "ssm:*", "iam:*", "kms:*", "organizations:*", "sts:*");
const secretsButNotTheirValues = allow(
  ...["C*", "D*", "GetResource*", "L*", "T*"].map((name) => `secretsmanager:${name}`),
);

const policies = {
  NoSecrets: [{ ...deny(read), Sid: "NoSecrets" }],
  NoDecryption: [deny("kms:Decrypt")],
  NoWebRoles: [deny(read, { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/web" } } })],
  Perimeter: [
    deny("*", { Condition: { StringNotEqualsIfExists: { "aws:ResourceOrgID": "o-exampleorg1" } } }),
    deny(read, { Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } } }),
  ],
  OnlyListed: [ordinary, secretsButNotTheirValues],
};

type PolicyName = keyof typeof policies | "FullAWSAccess";

/** The account may read its organization. */
function organizationOf(
  root: readonly PolicyName[],
  onAccount: readonly PolicyName[],
): OrganizationDefinition {
  const documents = Object.entries(policies).map(([name, Statement]) => [
    name,
    { Version: "2012-10-17", Statement },
  ]);
  return {
    id: "o-exampleorg1",
    managementAccount: "999900001111",
    delegatedAdministrators: [account],
    policies: Object.fromEntries(documents),
    root: { policies: root, units: [{ name: "teams", accounts: [{ id: account, policies: onAccount }] }] },
  };
}

/** Granted but for what the organization says. */
const granted: State = {
  role: {
    inline: {
      own: [
        { Effect: "Allow", Action: read, Resource: "{{SECRET_ARN}}" },
        { Effect: "Allow", Action: "kms:Decrypt", Resource: "{{KEY_ARN}}" },
      ],
    },
  },
  key: {},
  consent: true,
};
const missing: State = { ...granted, role: { inline: { own: [allow("logs:*")] } } };
const full = "FullAWSAccess";

test.each<[string, readonly PolicyName[], readonly PolicyName[], State, readonly string[]]>([
  ["the root denies reading secrets", [full, "NoSecrets"], [full], granted, ["access-still-denied"]],
  ["the account's own policy denies it", [full], [full, "NoSecrets"], granted, ["access-still-denied"]],
  ["two levels deny it", [full, "NoSecrets"], [full, "NoWebRoles"], granted, ["access-still-denied"]],
  [
    "one denies reading, another decrypting",
    [full, "NoSecrets", "NoDecryption"],
    [full],
    granted,
    ["access-still-denied"],
  ],
  [
    "all roles but one are denied, beside a perimeter",
    [full, "Perimeter"],
    [full],
    granted,
    ["access-still-denied"],
  ],
  ["a list that lacks it", ["OnlyListed"], [full], granted, ["access-still-denied"]],
  ["the lists of two levels lack it", ["OnlyListed"], ["OnlyListed"], granted, ["access-still-denied"]],
  [
    "a list lacks it, and another denies it",
    ["OnlyListed"],
    [full, "NoSecrets"],
    granted,
    ["access-still-denied"],
  ],
  ["neither the role nor a list allows it", ["OnlyListed"], [full], missing, ["access-still-denied"]],
])("%s: each remedy, done as printed, closes its finding", async (_, root, onAccount, state, rules) => {
  const found = await expectRemediesToHold("web", state, [], organizationOf(root, onAccount));
  expect(found).toEqual(expect.arrayContaining([...rules]));
});
