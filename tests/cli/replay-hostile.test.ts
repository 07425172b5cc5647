/** Files of events are made by anyone: whatever is in them, they are read, shown, or refused in two lines. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { replayText } from "../../packages/cli/src/render/replay.ts";
import { deliveriesTo } from "../../packages/cli/src/replay/delivery.ts";
import { readEvents } from "../../packages/cli/src/replay/read-events.ts";
import { decoded } from "../../packages/cli/src/replay/replayed.ts";
import { UserError } from "../../packages/cli/src/user-error.ts";
import { fieldCases, recorded, recordNames } from "../decode/support/records.ts";
import { replaced } from "../decode/support/replaced.ts";
import { propertyRuns } from "../support/property-runs.ts";

const deliver = deliveriesTo({
  account: "111122223333",
  region: "eu-central-1",
  searchRegions: ["us-east-1"],
  policyName: "pullpass",
  tagPrefix: "pullpass/",
});

function shown(content: unknown): string {
  const events = readEvents("file", new TextEncoder().encode(JSON.stringify(content)));
  return replayText(
    events.map((event) => decoded(event, deliver)),
    { colours: false },
  );
}

const control = /[\p{Cc}\p{Cf}]/u;

test("any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), (content) => {
      expect(shown(content).replaceAll("\n", "")).not.toMatch(control);
    }),
    { numRuns: propertyRuns(500) },
  );
});

test("any event or wrapping with any of its parts replaced", () => {
  const whole = [
    ...recordNames.flatMap((name) => [recorded(name), recorded(name).detail]),
    ...fieldCases.map(([, { content }]) => content),
  ];
  const junk = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(), junk), { maxLength: 4 }),
      (...args) => {
        const [content, changes] = args;
        const bent = changes.reduce<unknown>((sofar, [at, value]) => replaced(sofar, at, value), content);
        expect(shown(bent).replaceAll("\n", "")).not.toMatch(control);
      },
    ),
    { numRuns: propertyRuns(1_000) },
  );
});

test("any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const event of readEvents("file", bytes)) decoded(event, deliver);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: propertyRuns(1_000) },
  );
});

test("arrays in arrays in arrays", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(readEvents("file", new TextEncoder().encode(deep))).toEqual([]);
});
