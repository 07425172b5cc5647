/** The schema that the documentation promises, held against whatever is put on the bus, and docs/notices.md against both. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonObject } from "../../packages/core/src/model/json.ts";
import { attributesOf } from "../../packages/core/src/notice/attributes.ts";
import { structuredOf } from "../../packages/core/src/notice/structured.ts";
import { compilePattern } from "../../packages/sandbox/src/index.ts";
import { closed } from "../support/json-forms.ts";
import { notices } from "./arbitraries.ts";

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8");
const schema: object = JSON.parse(read("schemas/event.schema.json"));
const page = read("notices.md");

const ajv = new Ajv({ allErrors: true, validateFormats: false });
const validate = ajv.compile(closed(schema));
const faultsOf = (event: unknown) => (validate(event) ? [] : validate.errors);

const blocks = (kind: string): readonly unknown[] =>
  [...page.matchAll(new RegExp(`\`\`\`json ${kind}\n(.*?)\n\`\`\``, "gs"))].map(([, json = ""]) =>
    JSON.parse(json),
  );

interface Transformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** What stands at `$.detail.rule`. */
function at(event: unknown, path = ""): string {
  const found = path
    .split(".")
    .slice(1)
    .reduce<unknown>((part, name) => (isJsonObject(part) ? part[name] : undefined), event);
  return String(found);
}

test("every event is of the schema, whatever an account holds", () => {
  fc.assert(
    fc.property(notices, (notice) => {
      const { detailType, ...event } = structuredOf(notice);
      expect(faultsOf(JSON.parse(JSON.stringify({ ...event, "detail-type": detailType })))).toEqual([]);
    }),
  );
});

test("the schema refuses what is no event of pullpass", () => {
  const [event] = blocks("event");
  expect(faultsOf(event)).toEqual([]);
  expect(faultsOf({ ...(event as object), "detail-type": "pullpass Change" })).not.toEqual([]);
  expect(faultsOf({ ...(event as object), more: 1 })).not.toEqual([]);
});

describe("the page on notices", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (?:all|changes|findings|what is)/gm)].map(
    ([, name]) => name,
  );

  test("has every attribute, and no other", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(notices, (notice) => {
        for (const name of Object.keys(attributesOf(notice))) seen.add(name);
      }),
    );
    expect([...seen].sort()).toEqual(rows.toSorted());
  });

  test("has rules that match the example of an event, and transformers that find what they take from it", () => {
    const [event] = blocks("event");
    for (const pattern of blocks("pattern")) expect(compilePattern(pattern)(event)).toBe(true);
    const transformers = blocks("transformer") as readonly Transformer[];
    expect(transformers.length).toBeGreaterThan(2);
    for (const { InputPathsMap, InputTemplate } of transformers) {
      const filled = InputTemplate.replaceAll(/<(\w+)>/g, (_, name: string) =>
        at(event, InputPathsMap[name]),
      );
      expect(() => JSON.parse(filled)).not.toThrow();
      expect(filled).not.toContain("undefined");
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
      for (const name of Object.keys(InputPathsMap)) expect(InputTemplate).toContain(`<${name}>`);
    }
  });

  test("filters by what there is", () => {
    const filters = blocks("filter");
    expect(filters.length).toBeGreaterThan(2);
    for (const filter of filters) {
      for (const name of Object.keys(filter as object)) expect(rows).toContain(name);
    }
  });
});
