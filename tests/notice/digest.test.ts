import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../packages/core/src/model/change.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import { messagesOf } from "../../packages/core/src/notice/message.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { bySameEvent } from "../../packages/core/src/notice/same-event.ts";
import { finding, grant, grants, later, normalizes, revokes, role, secretArn } from "../ledger/examples.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { notices } from "./arbitraries.ts";

const made = (change: Change, over: Partial<Extract<Notice, { kind: "change" }>> = {}): Notice => ({
  ...{ kind: "change", state: "applied", change, at: later, error: undefined },
  ...over,
});
const found = (over: Partial<Finding>, state: "opened" | "closed" = "opened"): Notice => ({
  ...{ kind: "finding", state, finding: finding(over), at: later },
});

const outlook = [
  { project: "api", verdict: "pulls", remains: [], unseen: [] },
  { project: "web", verdict: "fails", remains: ["Its registry is in a VPC."], unseen: [] },
];

test("a digest says what changed, for whom, what remains, why, and how to undo it", () => {
  const messages = messagesOf([
    made(grants("g", { grant: grant("registry/hub", { projects: ["api", "web"] }), outlook })),
    made(normalizes("n", { outlook })),
    found({}),
    found({ rule: "secret-no-consent", severity: "info", mender: "secret owner" }, "closed"),
  ]);
  expect(messages.map(({ subject }) => subject)).toMatchInlineSnapshot(`
    [
      "pullpass [high] registry/hub: access granted to api and web and more (111122223333 eu-central-1)",
    ]
  `);
  expect(messages[0]?.text).toMatchInlineSnapshot(`
    "pullpass [high] registry/hub: access granted to api and web and more (111122223333 eu-central-1)

    Access granted to the secret registry/hub
      api (role web-build): can pull now
      web (role web-build): cannot pull yet. Its registry is in a VPC.

    Credential rewritten to the full ARN of the secret registry/hub
      web (role web-build, before: registry/hub): cannot pull yet. Its registry is in a VPC.

    Problem that pullpass does not fix: registry-vpc-only (high; who can mend it: project owner)
      The registry 10.0.0.7 of project web has a private address, which CodeBuild cannot reach.
      Mirror the image into Amazon ECR, or publish the registry.
      To look at it:
        pullpass explain web --region eu-central-1

    No longer a problem
      secret-no-consent: project web

    Why
      CreateProject by user/ann at 24 November 2026, 11:59 UTC (event e-1)

    How to undo it
      Take the consent from them; it says who is still let in, by a prefix or a group:
        pullpass disallow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 api web
      Or, with the AWS command line alone, from everybody: it removes both tags, whatever they say:
        aws secretsmanager untag-resource --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 --tag-keys pullpass/projects pullpass/group
      Or put back what was there before; the tag pullpass/ignore then keeps pullpass off the roles and the projects:
        pullpass undo g n --region eu-central-1

    Where
      account 111122223333, Region eu-central-1

    In full
      arn:aws:iam::111122223333:user/ann
    "
  `);
});

test("projects that wait for the same consent are let in by one command", () => {
  const asks = ["api", "web"].map((name) =>
    found({
      rule: "secret-no-consent",
      severity: "info",
      subject: { kind: "project", name },
      title: `The secret registry/hub does not consent to project ${name}.`,
      mender: "secret owner",
      remedy: [
        {
          kind: "consent",
          secret: secretArn("registry/hub"),
          region: "eu-central-1",
          projects: [name],
          tagPrefix: "pullpass/",
          why: `If project ${name} may use it, the secret's owner adds it to the consent.`,
        },
      ],
    }),
  );
  const [message] = messagesOf(asks);
  expect(message?.text.match(/pullpass allow/g)).toHaveLength(1);
  expect(message?.text).toContain(`pullpass allow ${secretArn("registry/hub")} api web`);
});

test("of five thousand projects every one is named, in as many messages as SNS and its filters need", () => {
  const projects = Array.from({ length: 5_000 }, (_, i) => `${"p".repeat(200)}${i}`);
  const messages = messagesOf([
    made(grants("g", { grant: grant("hub", { projects }) })),
    ...projects.slice(0, 200).map((project) => made(normalizes(`n-${project}`, { project }))),
  ]);
  const named = messages.flatMap(({ attributes }): string[] => JSON.parse(attributes.project?.value ?? "[]"));
  expect(new Set(named)).toEqual(new Set(projects));
  const text = messages.map((message) => message.text).join("\n");
  const lines = new Set(text.split("\n").map((line) => line.split(" (role")[0]));
  expect(projects.filter((project) => !lines.has(`  ${project}`))).toEqual([]);
  expect(messages.map(({ subject }) => subject.slice(subject.lastIndexOf(" ") + 1))).toEqual(
    messages.map((_, index) => `${index + 1}/${messages.length}`),
  );
});

test("one change for more projects than its text names is a digest", () => {
  const projects = Array.from({ length: 60 }, (_, i) => `p${i}`);
  const [message] = messagesOf([made(grants("g", { grant: grant("hub", { projects }) }))]);
  for (const project of projects) expect(message?.text).toContain(`  ${project} (role`);
});

test("whatever an account holds, each part is a message that SNS takes", () => {
  fc.assert(
    fc.property(fc.array(notices, { minLength: 2, maxLength: 5 }), (several) => {
      for (const { subject, text, attributes } of messagesOf(several)) {
        expect(subject).toMatch(/^pullpass [\x20-\x7e]{1,90}$/);
        expect(text.isWellFormed()).toBe(true);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        let bytes = Buffer.byteLength(text + subject);
        for (const [name, { type, value }] of Object.entries(attributes)) {
          expect(value).toMatch(/^[\x20-\x7e]+$/);
          bytes += Buffer.byteLength(name + type + value);
        }
        expect(bytes).toBeLessThanOrEqual(262_144);
        expect(Object.keys(attributes).length).toBeLessThanOrEqual(10);
      }
    }),
    { numRuns: propertyRuns(50) },
  );
});

const other = { id: "e-2", event: "TagResource", actor: "bob", time: later };

test.each([
  ["an event", made(grants("a")), made(revokes("b", { grant: grant("other", { projects: ["x"] }) })), 1],
  [
    "a project",
    made(normalizes("a", { causes: [] })),
    found({ subject: { kind: "project", name: "web" } }),
    1,
  ],
  [
    "a role",
    made(grants("a", { grant: grant("one", { projects: [] }) })),
    found({ subject: { kind: "role", arn: role } }),
    1,
  ],
  [
    "nothing",
    made(grants("a")),
    {
      ...found({ subject: { kind: "project", name: "shop" } }),
      causes: [other],
    },
    2,
  ],
])("notices joined by %s are told together", (_, first, second, count) => {
  expect(bySameEvent([{ notice: first }, { notice: second as Notice }])).toHaveLength(count);
});

test("through others, too, and in their order", () => {
  const waiting = [
    made(normalizes("a", { project: "a", causes: [], after: { ...normalizes("n").after } })),
    found({ subject: { kind: "project", name: "shop" } }),
    found({ subject: { kind: "project", name: "a" } }),
  ].map((notice, id) => ({ notice, id }));
  expect(bySameEvent(waiting).map((group) => group.map(({ id }) => id))).toEqual([[0, 2], [1]]);
});

test("a digest of what a person took with undo asks nobody to consent anew, and of what an owner withdrew does", () => {
  const taken = { grant: grant("registry/hub"), undoes: ["g"] };
  const [undone] = messagesOf([made(revokes("a", taken)), made(revokes("b", taken))]);
  expect(undone?.text).toContain("aws iam untag-role --role-name web-build --tag-keys pullpass/ignore");
  expect(undone?.text).not.toContain("pullpass allow");
  const [both] = messagesOf([
    made(revokes("a", taken)),
    made(revokes("b", { grant: grant("registry/ghcr") })),
  ]);
  expect(both?.text).toContain("untag-role");
  expect(both?.text).toContain(`pullpass allow ${secretArn("registry/ghcr")} web`);
  expect(both?.text).not.toContain(`pullpass allow ${secretArn("registry/hub")}`);
});
