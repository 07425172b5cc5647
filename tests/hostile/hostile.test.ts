/** What anybody may send or write: envelopes, names, tags and policies. A million of each: `npm run test:hostile`. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { workMessages } from "../../packages/core/src/aws/work-message.ts";
import { decodeEvent } from "../../packages/core/src/decode/decode.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import { consentCovers, consentOf, consentWith } from "../../packages/core/src/model/consent.ts";
import { readImage } from "../../packages/core/src/model/image.ts";
import { parseSecretReference } from "../../packages/core/src/model/secret.ts";
import { tagsOf } from "../../packages/core/src/model/tags.ts";
import type { SingleTrigger } from "../../packages/core/src/model/trigger.ts";
import { messageOf } from "../../packages/core/src/notice/message.ts";
import { structuredOf } from "../../packages/core/src/notice/structured.ts";
import { ownGrants } from "../../packages/core/src/policy/policy-reader.ts";
import { recorded, recordNames } from "../decode/support/records.ts";
import { hostile, notices } from "../notice/arbitraries.ts";

const runs = { numRuns: Number(process.env.HOSTILE_RUNS ?? 40) };
const role = parseRoleArn("arn:aws:iam::111122223333:role/build");

/** Of one message, or of all of a batch, and of one notice. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const bytesMax = 262_144;

/** What makes a pattern that can be matched in many ways try all of them. */
const parts = ["a", "-", "/", ":", "@", "*a", "a-", " ", "a.", "prefix="];
const repeated = (part: string, count: number) => `${part.repeat(count)}!`;
const longest = parts.map((part) => repeated(part, 50_000));

/** A thousand times larger than any other, and few: the longest are tried by every run as well. */
const long = fc.tuple(fc.constantFrom(...parts), fc.integer({ min: 1_000, max: 50_000 }));
const text = fc.oneof(
  { weight: 99, arbitrary: hostile },
  { weight: 1, arbitrary: long.map(([part, count]) => repeated(part, count)) },
);
const value = fc.oneof({ weight: 2, arbitrary: text }, { weight: 1, arbitrary: fc.jsonValue() });

test("whatever an event says, it is understood or ignored, and its work is one message", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...recordNames),
      fc.array(fc.tuple(fc.nat(1_000), value), { minLength: 1, maxLength: 4 }),
      (name, bends) => {
        const trigger = decodeEvent(bent(recorded(name), bends));
        if (trigger.kind === "ignored") return;
        const all: readonly SingleTrigger[] = trigger.kind === "several" ? trigger.triggers : [trigger];
        const causes = all.map(({ cause }) => cause);
        const projects = all.flatMap((each) => ("project" in each ? [each.project] : []));
        const work = { role, account: "111122223333", region: "eu-central-1", projects, causes };
        for (const { body } of workMessages({ ...work, listing: undefined })) {
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(bytesMax);
        }
      },
    ),
    runs,
  );
});

test("whatever a name or a tag says, it is read or is none, and lets in nobody whom it does not name", () => {
  fc.assert(
    fc.property(text, fc.jsonValue(), (odd, json) => {
      parseSecretReference(odd);
      readImage(odd);
      tagsOf(json);
      const consent = consentOf({ "pullpass/projects": odd }, "pullpass/");
      const isNamed = odd.split(" ").some((word) => word === "web" || /^prefix=(w|we|web)$/.test(word));
      expect(consentCovers(consent, { name: "web", tags: {} }, "pullpass/")).toBe(
        isNamed ||
          odd
            .split(" ")
            .filter((word) => word !== "")
            .join() === "all",
      );
      const wanted = consentWith(odd, ["web"], "pullpass/");
      if (wanted.kind === "value") expect(wanted.value.length).toBeLessThanOrEqual(256);
    }),
    { ...runs, examples: longest.map((odd): [string, null] => [odd, null]) },
  );
});

test("whatever stands in place of pullpass's own policy, it is pullpass's or somebody else's", () => {
  const name = "pullpass-eu-central-1";
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.jsonValue().map((json) => JSON.stringify({ Version: "2012-10-17", Statement: json })),
      ),
      (document) => {
        const grants = ownGrants(new Map([[name, document]]), "pullpass", "eu-central-1");
        expect(grants ?? []).toEqual([]);
      },
    ),
    { ...runs, examples: longest.map((document) => [document]) },
  );
});

test("whatever an account holds, its notices are no larger than the topic and the bus take", () => {
  fc.assert(
    fc.property(notices, (notice) => {
      const { subject, text: said, attributes } = messageOf(notice);
      const bytes = Buffer.byteLength(subject + said + JSON.stringify(attributes));
      expect(bytes).toBeLessThanOrEqual(bytesMax);
      expect(Buffer.byteLength(JSON.stringify(structuredOf(notice)))).toBeLessThanOrEqual(bytesMax);
    }),
    runs,
  );
});

/** Other values at some of the places of an event. */
function bent(event: unknown, bends: readonly (readonly [number, unknown])[]): unknown {
  const whole = { event };
  for (const [at, instead] of bends) {
    const places = placesIn(whole);
    const place = places[at % places.length];
    if (place !== undefined) place[0][place[1]] = instead;
  }
  return whole.event;
}

type Place = readonly [holder: Record<string, unknown>, member: string];

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((member) => [[holder, member] as const, ...placesIn(holder[member])]);
}
