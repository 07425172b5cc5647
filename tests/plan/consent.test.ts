import { expect, test } from "vitest";
import { given, planFor, project, recorded, secret, secretArn, settings } from "./support.ts";

const cases = [
  { tags: {}, covers: false },
  { tags: { "pullpass/projects": "" }, covers: false },
  { tags: { "pullpass/projects": "web" }, covers: true },
  { tags: { "pullpass/projects": "api web" }, covers: true },
  { tags: { "pullpass/projects": "api" }, covers: false },
  { tags: { "pullpass/projects": "we" }, covers: false },
  { tags: { "pullpass/projects": "WEB" }, covers: false },
  { tags: { "pullpass/projects": "prefix=we" }, covers: true },
  { tags: { "pullpass/projects": "prefix=api-" }, covers: false },
  { tags: { "pullpass/projects": "all" }, covers: true },
  { tags: { "other/projects": "all" }, covers: false },
  { tags: { "pullpass/group": "payments" }, covers: false },
  { tags: { "pullpass/group": "payments" }, group: "payments", covers: true },
  { tags: { "pullpass/group": "payments" }, group: "Payments", covers: false },
  { tags: { "pullpass/group": "payments" }, group: "shop", covers: false },
  { tags: { "pullpass/projects": "api", "pullpass/group": "payments" }, group: "payments", covers: true },
];

test.each(cases)("tags $tags, project web in group $group: access $covers", ({ tags, group, covers }) => {
  const tagged = project("web", { tags: group === undefined ? {} : { "pullpass/group": group } });
  const plan = planFor(given({ projects: [tagged], secrets: [secret("registry/hub", { tags })] }));
  expect(plan.grants.map((grant) => grant.secret)).toEqual(covers ? [secretArn("registry/hub")] : []);
  expect(plan.policy.kind).toBe(covers ? "put" : "keep");
  expect(plan.updates).toHaveLength(covers ? 1 : 0);
  expect(plan.findings.map((finding) => finding.rule)).toEqual(covers ? [] : ["secret-no-consent"]);
});

test("a deployment with another tag prefix reads its own tags", () => {
  const world = given({
    projects: [project("web")],
    secrets: [secret("registry/hub", { tags: { "acme:pull/projects": "web" } })],
  });
  expect(planFor(world, { ...settings, tagPrefix: "acme:pull/" }).grants).toHaveLength(1);
  expect(planFor(world).grants).toEqual([]);
});

test("each project of a role gets what its own secret consents to, and no more", () => {
  const plan = planFor(
    given({
      projects: [project("api", { credential: "registry/quay" }), project("web")],
      secrets: [
        secret("registry/hub", { tags: { "pullpass/projects": "web" } }),
        secret("registry/quay", { tags: { "pullpass/projects": "web" } }),
      ],
    }),
  );
  const bound = { projects: [project("web").arn], strict: false };
  expect(plan.grants).toEqual(
    [{ ...recorded("registry/hub", ["web"], { bound }), since: undefined }].map(
      ({ since: _, ...grant }) => grant,
    ),
  );
});
