import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { worlds } from "./arbitraries.ts";
import { applied, given, planFor, project, recorded, secret } from "./support.ts";

const hub = secret("registry/hub");
const grants = [recorded("registry/hub", ["web"])];
const web = project("web", { credential: hub.secret.arn, pullCredentials: "SERVICE_ROLE" });

test("a role whose policy someone emptied, and that pullpass leaves alone, cannot pull after the plan either", () => {
  const emptied = '{"Version":"2012-10-17","Statement":[]}';
  const world = given({
    projects: [web],
    secrets: [hub],
    grants,
    role: {
      boundary: { kind: "unknown", reason: "AccessDenied" },
      inlinePolicies: new Map([["pullpass-eu-central-1", emptied]]),
    },
  });
  const done = planFor(world);
  expect(done.policy).toEqual({ kind: "keep" });
  expect(done.after.projects.get("web")?.verdict).toBe("fails");
});

test("what a plan expects of the role is what carrying it out leaves", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const done = planFor(world);
      expect(done.after.snapshot.role).toEqual(applied(world, done).role);
    }),
    { numRuns: propertyRuns(2_000) },
  );
});
