import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { someSettings, worlds } from "./arbitraries.ts";
import { account, applied, planFor, region, role, type World } from "./support.ts";

function holds(property: (world: World, plan: Plan, over: Parameters<typeof planFor>[1]) => void): void {
  fc.assert(
    fc.property(worlds, someSettings, (world, over) => {
      property(world, planFor(world, over), over);
    }),
    { numRuns: propertyRuns(500) },
  );
}

test("a plan that was carried out leaves nothing to do", () => {
  holds((world, plan, over) => {
    const isFull = plan.findings.some(({ rule }) => rule === "policy-quota");
    const after = applied(world, plan);
    // Where the quota was in the way, what went may have made room for what was wanted.
    const settled = isFull ? applied(after, planFor(after, over)) : after;
    const again = planFor(settled, over);
    expect(again).toMatchObject({ changes: [], updates: [], policy: { kind: "keep" } });
    if (!isFull) expect(again.grants).toEqual(plan.grants);
  });
});

test("no project gets a secret that does not consent to it", () => {
  holds((world, plan) => {
    for (const { secret, projects } of plan.grants) {
      const before = world.grants.find((grant) => grant.secret === secret)?.projects ?? [];
      for (const name of projects.filter((each) => !before.includes(each))) {
        const project = world.projects.get(name);
        const found = world.secrets.find((each) => each.secret.arn === secret);
        expect(project?.kind).toBe("known");
        if (project?.kind !== "known") continue;
        expect(project.value).toMatchObject({ account, role });
        expect(found?.secret).toMatchObject({ account, deletion: "none" });
        expect(isCovered(found?.secret.tags ?? {}, name, project.value.tags)).toBe(true);
      }
    }
  });
});

test("a secret without any consent is in no grant of a role, whoever ignores it", () => {
  holds((world, plan, over) => {
    // From a role that the options leave out, IAM lets pullpass take nothing: `role-out-of-reach` says so.
    if (world.role.kind !== "known" || over?.rolePattern !== "*") return;
    for (const { secret } of plan.grants) {
      const found = world.secrets.find((each) => each.secret.arn === secret);
      if (found === undefined || world.lookups.has(secret)) continue;
      expect(isConsenting(found.secret.tags)).toBe(true);
    }
  });
});

test("foreign policies never change, and pullpass's own says exactly what was granted", () => {
  holds((world, plan, over) => {
    const before = world.role.kind === "known" ? world.role.value.inlinePolicies : new Map();
    const own = `pullpass-${region}`;
    if (plan.policy.kind !== "keep")
      expect(plan.policy).toMatchObject({ policyName: own, role, before: before.get(own) });
    if (plan.policy.kind === "put") expect(plan.policy.document).toBe(rolePolicy(plan.grants));
    const { role: after } = applied(world, plan);
    if (after.kind === "known") expect(after.value.inlinePolicies.get("foreign")).toBe(before.get("foreign"));
    expect(over).toBeDefined();
  });
});

test("whatever is written is announced, and nothing else", () => {
  holds((world, plan) => {
    const granted = plan.changes.filter(({ kind }) => kind !== "normalization");
    if (plan.policy.kind !== "keep") expect(granted).not.toEqual([]);
    expect(plan.updates.map(({ change }) => change)).toEqual(
      plan.changes.filter(({ kind }) => kind === "normalization"),
    );
    const kept = new Set(plan.grants.map(({ secret }) => secret));
    for (const grant of world.grants) {
      const revocations = granted.flatMap((change) =>
        change.kind === "revocation" && change.grant.secret === grant.secret ? [change.grant.projects] : [],
      );
      if (!kept.has(grant.secret)) expect(revocations).toHaveLength(1);
      else for (const taken of revocations) expect(taken).not.toEqual([]);
    }
    expect(new Set(plan.changes.map(({ id }) => id)).size).toBe(plan.changes.length);
  });
});

test("a project is rewritten only where it may already read the secret", () => {
  holds((_, plan) => {
    for (const { change } of plan.updates) {
      const grant = plan.grants.find(({ secret }) => secret === change.after.credential);
      expect(grant?.projects).toContain(change.project);
    }
  });
});

test("the same account is the same plan, in whatever order it was read", () => {
  holds((world, plan, over) => {
    const reversed: World = {
      ...world,
      projects: new Map([...world.projects].reverse()),
      secrets: world.secrets,
      grants: [...world.grants]
        .reverse()
        .map((grant) => ({ ...grant, projects: [...grant.projects].reverse() })),
    };
    const { work: _, before: _before, after, ...decided } = plan;
    const { work: __, before: __before, after: afterAgain, ...again } = planFor(reversed, over);
    expect(again).toEqual(decided);
    const verdicts = ({ projects }: typeof after) =>
      [...projects].map(([name, { verdict }]) => [name, verdict]);
    expect(verdicts(afterAgain)).toEqual(verdicts(after));
  });
});

test("what could not be read is said, and leaves no finding closed", () => {
  holds((world, plan, over) => {
    for (const [name, project] of world.projects) {
      if (project.kind !== "unknown") continue;
      expect(plan.examined).not.toContainEqual({ kind: "project", name });
      const isQuiet = world.role.kind === "absent" || isRoleLeftAlone(world, over);
      // Of a role that is left alone still counts what may be withdrawn from it, and no project.
      const said = expect.arrayContaining([`project ${name}: AccessDenied`]);
      expect(plan.unknowns).toEqual(
        isQuiet ? expect.not.arrayContaining([`project ${name}: AccessDenied`]) : said,
      );
    }
  });
});

/** Consent once more, written down independently for the few tags that the worlds use. */
function isCovered(
  tags: Readonly<Record<string, string>>,
  name: string,
  projectTags: Readonly<Record<string, string>>,
): boolean {
  const covers: Readonly<Record<string, readonly string[]>> = {
    all: ["api", "shop", "web"],
    web: ["web"],
    "api shop": ["api", "shop"],
    "prefix=w": ["web"],
    "prefix=s api": ["api", "shop"],
  };
  const group = tags["pullpass/group"];
  const isGrouped = group !== undefined && group !== "" && group === projectTags["pullpass/group"];
  return isGrouped || (covers[tags["pullpass/projects"] ?? ""] ?? []).includes(name);
}

function isConsenting(tags: Readonly<Record<string, string>>): boolean {
  return (tags["pullpass/projects"] ?? "") !== "" || (tags["pullpass/group"] ?? "") !== "";
}

function isRoleLeftAlone(world: World, over: Parameters<typeof planFor>[1]): boolean {
  if (over?.rolePattern === "x*") return true;
  return world.role.kind === "known" && "pullpass/ignore" in world.role.value.tags;
}
