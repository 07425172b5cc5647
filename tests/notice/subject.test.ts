import fc from "fast-check";
import { expect, test } from "vitest";
import { type Finding, ruleIds } from "../../packages/core/src/model/finding.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { subjectOf } from "../../packages/core/src/notice/subject.ts";
import { finding, grant, grants, later, normalizes, revokes, role } from "../ledger/examples.ts";
import { notices } from "./arbitraries.ts";

const said = (notice: Pick<Notice, "state"> & object) =>
  subjectOf({ at: later, error: undefined, ...notice } as Notice);
const changed = (change: ReturnType<typeof grants | typeof revokes | typeof normalizes>, state = "applied") =>
  said({ kind: "change", state, change } as Notice);
const found = (over: Partial<Finding>, state = "opened") =>
  said({ kind: "finding", state, finding: finding(over) } as Notice);

test("the subject says what happened, to whom and where", () => {
  const three = grants("g", { grant: grant("registry/hub", { projects: ["api", "shop", "web"] }) });
  const subjects = [
    changed(grants("g")),
    changed(three),
    changed(grants("g"), "failed"),
    changed(grants("g"), "proposed"),
    changed(revokes("r")),
    changed(revokes("r", { grant: grant("registry/hub", { projects: [] }) })),
    changed(revokes("r"), "failed"),
    changed(normalizes("n")),
    changed(normalizes("n"), "failed"),
    changed(normalizes("n"), "proposed"),
    found({}),
    found({}, "changed"),
    found({}, "closed"),
    found({ rule: "policy-quota", subject: { kind: "role", arn: role }, severity: "medium" }),
  ];
  expect(subjects.join("\n")).toMatchInlineSnapshot(`
    "Access granted: web to registry/hub (111122223333 eu-central-1)
    Access granted: api and 2 more to registry/hub (111122223333 eu-central-1)
    Access not granted: web to registry/hub (111122223333 eu-central-1)
    Access proposed: web to registry/hub (111122223333 eu-central-1)
    Access taken back: registry/hub from web (111122223333 eu-central-1)
    Access taken back: registry/hub from role web-build (111122223333 eu-central-1)
    Access not taken back: registry/hub from web (111122223333 eu-central-1)
    Credential rewritten: web (111122223333 eu-central-1)
    Credential not rewritten: web (111122223333 eu-central-1)
    Rewriting the credential is proposed: web (111122223333 eu-central-1)
    pullpass [high] registry-vpc-only: project web (111122223333 eu-central-1)
    pullpass [high, changed] registry-vpc-only: project web (111122223333 eu-central-1)
    pullpass [closed] registry-vpc-only: project web (111122223333 eu-central-1)
    pullpass [medium] policy-quota: role web-build (111122223333 eu-central-1)"
  `);
});

test("long names are shortened, so that account and Region stay", () => {
  const long = "a-project-with-a-name-that-does-not-end-".repeat(6);
  const secret = "registry/a-secret-with-a-name-that-does-not-end-".repeat(6);
  const projects = [long, `${long}-2`];
  const subjects = [
    changed(grants("g", { grant: grant(secret, { projects }) })),
    changed(normalizes("n", { project: long }), "failed"),
    found({
      rule: "image-takes-no-credential",
      subject: { kind: "project", name: long },
      region: "ap-southeast-1",
    }),
  ];
  expect(subjects.join("\n")).toMatchInlineSnapshot(`
    "Access granted: a-project... and a-project... to registry/... (111122223333 eu-central-1)
    Credential not rewritten: a-project-with-a-name-that-do... (111122223333 eu-central-1)
    pullpass [high] image-takes-no-credential: project a-project-wit... (111122223333 ap-southeast-1)"
  `);
});

test("whatever the names hold, it is one line of printable ASCII, shorter than 100 characters", () => {
  fc.assert(
    fc.property(notices, (notice) => {
      expect(subjectOf(notice)).toMatch(/^[A-Zp][\x20-\x7e]{1,98}$/);
    }),
  );
});

test("every rule is named in full", () => {
  for (const rule of ruleIds)
    expect(found({ rule })).toContain(` ${rule}: project web (111122223333 eu-central-1)`);
});

test("that a project can pull is said where everything that decides it was looked at, and of each project", () => {
  const pulls = (unseen: readonly string[]) =>
    changed(grants("g", { outlook: [{ project: "web", verdict: "pulls", remains: [], unseen }] }));
  expect(pulls([])).toMatch(/^Access granted: web can pull with registry\/hub /);
  expect(pulls(["the service control policies"])).toMatch(/^Access granted: web to registry\/hub /);
  const projects = ["api", "web"];
  const outlook = [{ project: "web", verdict: "pulls", remains: [], unseen: [] }];
  const half = changed(grants("g", { grant: grant("registry/hub", { projects }), outlook }));
  expect(half).toMatch(/^Access granted: api and web to registry\/hub /);
});
