/** Least privilege, as CloudFormation would deploy it: what the synthesized roles allow is what the functions need. */
import { describe, expect, test } from "vitest";
import type { FunctionName } from "../../packages/functions/src/deployment/index.ts";
import { account, home } from "../end-to-end/support/world.ts";
import { triesAll } from "../support/tries-all.ts";
import {
  alsoForbidden,
  alsoNeeded,
  conditional,
  forbidden,
  logWildcard,
  wellKnown,
  wildcards,
} from "./support/expected.ts";
import { mutantsOf } from "./support/mutants.ts";
import { listOf, type Role, statementsOf, withStatements } from "./support/policy.ts";
import { asksIn, functionNames, type Roles, record, refusalsIn } from "./support/record.ts";
import { type Expected, isFaulty, may, review, stale } from "./support/review.ts";
import { scenarios } from "./support/scenarios.ts";
import { synthesizedRoles } from "./support/template.ts";

const roles: Roles = synthesizedRoles();
const names = Object.keys(scenarios);

const recordings = new Map<string, ReturnType<typeof record>>();
/** Each scenario is played once, whichever test comes first. */
function recorded(scenario: string) {
  const known = recordings.get(scenario) ?? record(scenario, roles);
  recordings.set(scenario, known);
  return known;
}

async function expectedOf(name: FunctionName): Promise<Expected> {
  const calls = [];
  const logs = logsOf(roles[name]);
  for (const scenario of names) calls.push(...(await recorded(scenario))[name]);
  return {
    needed: [
      ...asksIn(calls).filter(({ action }) => !conditional.includes(action)),
      ...alsoNeeded(name, { logs }),
    ],
    forbidden: [...(await forbidden(Object.values(roles))), ...alsoForbidden(name)],
    wildcards: [...wildcards, logWildcard(logs)],
  };
}

/** The one log group that the role may write to, as CloudFormation gives its ARN. */
function logsOf(role: Role): string {
  const logs = statementsOf(role).find(({ Action }) => listOf(Action).includes("logs:PutLogEvents"));
  const [group = ""] = listOf(logs?.Resource ?? []);
  expect(group).toMatch(new RegExp(`^arn:aws:logs:${home}:${account}:log-group:\\w+:\\*$`));
  return group;
}

describe("under its synthesized role", () => {
  test.each(names)("no function is refused anything: %s", async (scenario) => {
    const recording = await recorded(scenario);
    expect(Object.values(recording).flat().length).toBeGreaterThan(0);
    for (const name of functionNames) expect({ [name]: refusalsIn(recording[name]) }).toEqual({ [name]: [] });
  });

  test.each(functionNames)("%s may do what it does, and nothing more", { timeout: 60_000 }, async (name) => {
    expect(review(roles[name], await expectedOf(name))).toEqual([]);
  });
});

test("each function has a role of its own", () => {
  expect(new Set(Object.values(roles).map(({ arn }) => arn)).size).toBe(functionNames.length);
});

test("every wildcard that has a reason is still there", () => {
  expect(stale(Object.values(roles), wildcards)).toEqual([]);
});

describe("this proof can fail", () => {
  test.each(functionNames)(
    "it notices whatever is added to, widened in or taken from the role of %s",
    { timeout: 120_000 },
    async (name) => {
      const expected = await expectedOf(name);
      const mutants = mutantsOf(roles[name]);
      expect(mutants.length).toBeGreaterThan(20);
      const unnoticed = mutants.filter(({ role }) => !isFaulty(role, expected));
      expect(unnoticed.map(({ what }) => what)).toEqual([]);
    },
  );

  test("what a role lacks is refused in the account itself", async () => {
    const lacking = statementsOf(roles.reconcile).filter(
      ({ Action }) => !Action.includes("iam:PutRolePolicy"),
    );
    const { reconcile } = await record("a project gets the secret that it names", {
      ...roles,
      reconcile: withStatements(roles.reconcile, lacking),
    });
    expect(refusalsIn(reconcile)).toContainEqual(expect.stringMatching(/^iam:PutRolePolicy .+ AccessDenied/));
  });
});

const roleArn = (path: string) => `arn:aws:iam::${account}:role/${path}`;

describe("a deployment for some roles only", () => {
  const { reconcile } = synthesizedRoles({ rolePattern: "build-*" });
  const writes = (path: string) => may(reconcile, { action: "iam:PutRolePolicy", resource: roleArn(path) });

  test("writes to those, whatever their path", () => {
    expect(["build-web", "teams/web/build-api"].filter(writes)).toEqual(["build-web", "teams/web/build-api"]);
  });

  test("writes to no other, and passes no other", () => {
    const pass = {
      action: "iam:PassRole",
      resource: roleArn("admin"),
      context: { "iam:PassedToService": "codebuild.amazonaws.com" },
    };
    expect(["web", "teams/web", "teams/web-build-", "pullpass/build-x"].filter(writes)).toEqual([]);
    expect(may(reconcile, pass)).toBe(false);
  });
});

test.each([
  {
    rolePath: "/builds/",
    covers: ["builds/web"],
    not: ["web", "builds/teams/web", "other/builds/web", "buildsx/web"],
  },
  { rolePath: "/", covers: ["web"], not: ["builds/web"] },
  { rolePath: "/builds/*", covers: ["builds/web", "builds/teams/web"], not: ["web", "other/web"] },
])("a deployment for roles of the path $rolePath writes to those alone", ({ rolePath, covers, not }) => {
  // CI synthesizes each: of these patterns of names, which mean the same roles here.
  for (const rolePattern of triesAll ? ["*", "w*", "web"] : ["w*"]) {
    const { reconcile } = synthesizedRoles({ rolePath, rolePattern });
    const written = (action: string) =>
      [...covers, ...not, ...wellKnown].filter((path) => may(reconcile, { action, resource: roleArn(path) }));
    expect(written("iam:PutRolePolicy")).toEqual(covers);
    expect(written("iam:DeleteRolePolicy")).toEqual(covers);
    const passed = may(reconcile, {
      ...{ action: "iam:PassRole", resource: roleArn("admin/x") },
      context: { "iam:PassedToService": "codebuild.amazonaws.com" },
    });
    expect(passed).toBe(false);
  }
});

describe("a deployment for roles that carry something", () => {
  const boundary = `arn:aws:iam::${account}:policy/builds`;
  const { reconcile } = synthesizedRoles({
    requiredBoundary: boundary,
    requiredRoleTag: "team/builds=yes=1",
  });
  const carried = { "iam:PermissionsBoundary": boundary, "aws:ResourceTag/team/builds": "yes=1" };

  test.each([
    ["both", carried, true],
    ["neither", {}, false],
    ["the boundary alone", { "iam:PermissionsBoundary": boundary }, false],
    ["the tag alone", { "aws:ResourceTag/team/builds": "yes=1" }, false],
    ["another boundary", { ...carried, "iam:PermissionsBoundary": `${boundary}-wide` }, false],
    ["another value", { ...carried, "aws:ResourceTag/team/builds": "yes" }, false],
  ])("%s: a policy is written, or not, and can be deleted all the same", (_, context, isWritten) => {
    const asked = (action: string, path = "web") =>
      may(reconcile, { action, resource: roleArn(path), context: { ...context } });
    expect(asked("iam:PutRolePolicy")).toBe(isWritten);
    expect(asked("iam:DeleteRolePolicy")).toBe(true);
    expect([...wellKnown, "pullpass/x"].filter((path) => asked("iam:PutRolePolicy", path))).toEqual([]);
  });

  test("no role can be given what it must carry by pullpass itself", () => {
    const giving = ["TagRole", "UntagRole", "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"];
    const given = giving.filter((action) =>
      may(reconcile, { action: `iam:${action}`, resource: roleArn("web"), context: carried }),
    );
    expect(given).toEqual([]);
  });
});
