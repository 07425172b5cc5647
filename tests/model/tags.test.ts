import { expect, test } from "vitest";
import { tagsOf, tagValue } from "../../packages/core/src/model/tags.ts";

test.each([
  [
    "Secrets Manager and IAM",
    [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "" },
    ],
    { a: "1", b: "" },
  ],
  ["CodeBuild", [{ key: "a", value: "1" }], { a: "1" }],
  ["a tag without a value", [{ Key: "a" }], { a: "" }],
  ["no tags", undefined, {}],
  ["null", null, {}],
  ["what is no list", { Key: "a", Value: "1" }, {}],
  ["what are no tags", [null, 7, "a", [], {}, { Key: 7, Value: "1" }, { Key: "a", Value: 1 }], {}],
])("tags are read from %s", (_, list, tags) => {
  expect(tagsOf(list)).toEqual(tags);
});

test("a tag may have any key", () => {
  const tags = tagsOf([{ Key: "__proto__", Value: "1" }]);
  expect(tagValue(tags, "__proto__")).toBe("1");
  expect(tagValue(tags, "constructor")).toBeUndefined();
});
