import fc from "fast-check";
import { expect, test } from "vitest";
import { readWork, workMessages } from "../../packages/core/src/aws/work-message.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { Work } from "../../packages/core/src/model/work.ts";

const role = parseRoleArn("arn:aws:iam::111122223333:role/service-role/web-build");
const cause = (id: string) => ({ id, event: "CreateProject", actor: "ann", time: "2026-03-01T12:00:00Z" });
const place = { account: "111122223333", region: "eu-central-1" };
const listing = { startedAt: "2026-03-01T11:00:00Z" };
const work: Work = {
  role,
  account: "111122223333",
  region: "eu-central-1",
  projects: ["web"],
  listing: undefined,
  causes: [cause("e-1")],
};

function only(asked: Work) {
  const [message, ...others] = workMessages(asked);
  if (message === undefined || others.length > 0) throw new Error("not one message");
  return message;
}

test("work comes out of the queue as it went in", () => {
  const texts = fc.string();
  const causes = fc.array(fc.record({ id: texts, event: texts, actor: texts, time: texts }), {
    maxLength: 3,
  });
  const projects = fc.array(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/), { maxLength: 5 });
  const listings = fc.option(fc.record({ startedAt: texts }), { nil: undefined });
  fc.assert(
    fc.property(causes, projects, listings, (...[theCauses, theProjects, theListing]) => {
      const asked = { ...work, causes: theCauses, projects: theProjects, listing: theListing };
      expect(readWork(only(asked).body, place)).toEqual(asked);
    }),
  );
});

test("work of one role is one group, whatever asks for it", () => {
  const another = { ...work, projects: ["api"], causes: [cause("e-2")] };
  expect(only(another).group).toBe(only(work).group);
  expect(only({ ...work, role: parseRoleArn("arn:aws:iam::111122223333:role/api") }).group).not.toBe(
    only(work).group,
  );
});

test("the same event sent twice is one message, and the next event that asks for the same is another", () => {
  expect(only({ ...work }).deduplication).toBe(only(work).deduplication);
  expect(only({ ...work, causes: [cause("e-2")] }).deduplication).not.toBe(only(work).deduplication);
  expect(only({ ...work, listing }).deduplication).not.toBe(only(work).deduplication);
});

test("group and deduplication are what SQS takes", () => {
  expect(only(work).group).toMatch(/^[0-9a-f]{64}$/);
  expect(only(work).deduplication).toMatch(/^[0-9a-f]{64}$/);
});

test("a role with a great many projects is several messages, and only after the last may grants be removed", () => {
  const projects = Array.from({ length: 2_500 }, (_, index) => `${index}-`.padEnd(150, "x"));
  const messages = workMessages({ ...work, projects, listing });
  const parts = messages.map(({ body }) => readWork(body, place));
  expect(parts.flatMap((part) => part.projects)).toEqual(projects);
  expect(parts.map((part) => part.listing)).toEqual([undefined, undefined, listing]);
  expect(Math.max(...messages.map(({ body }) => Buffer.byteLength(body)))).toBeLessThan(262_144);
  expect(new Set(messages.map(({ deduplication }) => deduplication)).size).toBe(3);
});

test.each(["", "{}", '{"role":"web"}', "null"])("a body that is no work is refused: %s", (body) => {
  expect(() => readWork(body, place)).toThrow();
});

test.each<[what: string, over: Partial<Work>]>([
  ["account", { account: "444455556666" }],
  ["Region", { region: "eu-west-1" }],
  ["account's role", { role: parseRoleArn("arn:aws:iam::444455556666:role/web-build") }],
])("work for another %s than the deployment's is refused, and the error says whose it is", (_, over) => {
  const { body } = only({ ...work, ...over });
  expect(() => readWork(body, place)).toThrow(
    /^the work is for arn:aws:iam::.*, and this deployment serves account 111122223333 in eu-central-1$/,
  );
});
