/** Whom a finding names. */
import { expect, test } from "vitest";
import { contactOf } from "../../packages/core/src/model/contact.ts";

const project = { tags: { "pullpass/contact": "#payments", owner: "nobody asked" } };
const secret = (tags: Readonly<Record<string, string>>) => ({ project, secret: { tags } });

test.each([
  [
    "the project's owner, by the project's tag",
    "project owner",
    {},
    "#payments",
    "the project's tag pullpass/contact",
  ],
  [
    "the secret's owner, by the secret's tag",
    "secret owner",
    { "pullpass/contact": "ann", owner: "bob" },
    "ann",
    "the secret's tag pullpass/contact",
  ],
  [
    "the secret's owner, by its tag owner",
    "secret owner",
    { Owner: " bob " },
    "bob",
    "the secret's tag Owner",
  ],
  [
    "by a tag that says something",
    "secret owner",
    { "pullpass/contact": " ", owner: "bob" },
    "bob",
    "the secret's tag owner",
  ],
] as const)("%s", (_, mender, tags, name, by) => {
  expect(contactOf(mender, secret(tags), "pullpass/")).toEqual({ name, by });
});

test.each([
  ["a secret without such a tag", "secret owner", { team: "ann" }],
  ["a role's owner", "role owner", { owner: "ann" }],
  ["a key's administrator", "key administrator", { owner: "ann" }],
] as const)("nobody for %s", (_, mender, tags) => {
  expect(contactOf(mender, secret(tags), "pullpass/")).toBeUndefined();
});

test("another prefix has another tag, and no secret no owner", () => {
  expect(contactOf("project owner", secret({}), "acme/")).toBeUndefined();
  expect(contactOf("secret owner", { project, secret: undefined }, "pullpass/")).toBeUndefined();
});

test("a login that somebody wrote there is not repeated", () => {
  const tags = { owner: '{"username":"ci","password":"canary-s3cret"}' };
  expect(JSON.stringify(contactOf("secret owner", secret(tags), "pullpass/"))).not.toContain("canary-s3cret");
});
