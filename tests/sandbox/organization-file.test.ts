import { expect, test } from "vitest";
import { createSandbox, InvalidOrganization, readOrganization } from "../../packages/sandbox/src/index.ts";
import { home } from "./support/account.ts";

const managementAccount = "999900001111";
const builds = "111122223333";
const denial = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "kms:*", Resource: "*" }] };
const right = { managementAccount, policies: { NoKeys: denial }, root: { accounts: [{ id: builds }] } };

function faultsOf(value: unknown): readonly string[] {
  try {
    readOrganization(value);
  } catch (error) {
    if (error instanceof InvalidOrganization) return error.faults;
    throw error;
  }
  return [];
}

test("what is right is taken as it is", () => {
  expect(readOrganization(right)).toBe(right);
  expect(faultsOf({ managementAccount })).toEqual([]);
});

const inRoot = (root: object) => ({ ...right, root });
const unit = (more: object = {}) => ({ name: "Builds", ...more });
const deep = (depth: number): object => unit(depth > 1 ? { units: [deep(depth - 1)] } : {});

test.each<[string, unknown, readonly string[]]>([
  ["no object", [], ["the organization: it is a JSON object with managementAccount and root"]],
  ["no management account", { root: {} }, ["managementAccount: an account is a text of twelve digits"]],
  [
    "a number as an account",
    { managementAccount: 999900001111 },
    ["managementAccount: an account is a text of twelve digits"],
  ],
  [
    "a member that nobody knows",
    { ...right, polices: {} },
    [
      "polices: it is not known here; known are id, managementAccount, delegatedAdministrators, policies, root",
    ],
  ],
  [
    "a policy that is none",
    { ...right, policies: { NoKeys: { Version: "2012-10-17" } } },
    [expect.stringMatching(/^policies\.NoKeys: it is no policy: /)],
  ],
  [
    "a policy with a principal",
    {
      ...right,
      policies: { NoKeys: { ...denial, Statement: [{ ...denial.Statement[0], Principal: "*" }] } },
    },
    ["policies.NoKeys, statement 1: a service control policy names no principal"],
  ],
  [
    "a policy without a resource",
    { ...right, policies: { NoKeys: { ...denial, Statement: [{ Effect: "Deny", Action: "kms:*" }] } } },
    ["policies.NoKeys, statement 1: it has no Resource"],
  ],
  [
    "a policy under the name of AWS's own",
    { ...right, policies: { FullAWSAccess: denial } },
    ["policies.FullAWSAccess: that name is AWS's own policy, which is always there"],
  ],
  [
    "a policy attached that is not there",
    inRoot({ units: [unit({ accounts: [{ id: builds, policies: ["FullAWSAccess", "NoKey"] }] })] }),
    ['root.units[0].accounts[0].policies[1]: there is no policy "NoKey"; there is FullAWSAccess, NoKeys'],
  ],
  [
    "nothing attached at all",
    inRoot({ policies: [] }),
    ["root.policies: at least one policy is attached; leave it out for FullAWSAccess"],
  ],
  ["accounts that are no list", inRoot({ accounts: builds }), ["root.accounts: it is a list"]],
  [
    "an account that is a text",
    inRoot({ accounts: [builds] }),
    ["root.accounts[0]: it is an object with id, name and policies"],
  ],
  ["a unit without a name", inRoot({ units: [{}] }), ["root.units[0].name: a unit has a name"]],
  [
    "an account twice",
    inRoot({ accounts: [{ id: builds }], units: [unit({ accounts: [{ id: builds }] })] }),
    [`root: account ${builds} is listed more than once`],
  ],
  [
    "two units of one name",
    inRoot({ units: [unit(), unit()] }),
    ["root/Builds: two units beside each other have this name"],
  ],
  [
    "units below units below units …",
    inRoot({ units: [deep(6)] }),
    [expect.stringMatching(/units nest 5 deep at most$/)],
  ],
  [
    "a stranger as administrator",
    { ...right, delegatedAdministrators: ["222233334444"] },
    ["delegatedAdministrators[0]: 222233334444 is no member account of the organization"],
  ],
  ["a wrong id", { ...right, id: "acme" }, ["id: an id is o- and 10 to 32 small letters and digits"]],
  [
    "several at once",
    { managementAccount: "1", root: { units: [{ name: "" }] } },
    ["managementAccount: an account is a text of twelve digits", "root.units[0].name: a unit has a name"],
  ],
])("%s: told with its place", (_, value, faults) => {
  expect(faultsOf(value)).toEqual(faults);
});

test("five units deep is right", () => {
  expect(faultsOf(inRoot({ units: [deep(5)] }))).toEqual([]);
});

test("code is told the same as a file", async () => {
  const organization = { managementAccount: "1" };
  await expect(createSandbox({ regions: [home], organization })).rejects.toThrow(InvalidOrganization);
});
