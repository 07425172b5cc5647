/** The message that tells what is open. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import type { Mute } from "../../packages/core/src/model/mute.ts";
import { chatSummaryOf } from "../../packages/core/src/notice/chat-message.ts";
import { summaryOf } from "../../packages/core/src/notice/summary.ts";
import { account, evening, finding, later, noon, region, role, secretArn } from "../ledger/examples.ts";
import { chatFaults } from "../support/chat-validator.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { notices } from "./arbitraries.ts";

const place = { account, region };
const hub = secretArn("registry/hub");
const asks = (name: string): Partial<Finding> => ({
  rule: "secret-no-consent",
  severity: "info",
  title: `The secret registry/hub does not consent to project ${name}.`,
  subject: { kind: "project", name },
  mender: "secret owner",
  blocks: false,
  remedy: [
    {
      ...{ kind: "consent", secret: hub, region, projects: [name], tagPrefix: "pullpass/" },
      why: `If project ${name} may use it, the secret's owner adds it to the consent.`,
    },
  ],
});
const opened = (over: Partial<Finding> = {}, openedAt: string = noon) => ({
  finding: finding(over),
  openedAt,
});
const waiting = ["web", "api", "shop", "docs", "e2e", "mobile"];
const open = [
  ...waiting.map((name) => opened(asks(name), name === "shop" ? noon : later)),
  opened(),
  opened({
    rule: "role-shared",
    severity: "low",
    subject: { kind: "role", arn: role },
    title: "Others than CodeBuild may assume the role web-build, and read registry secrets as it.",
    mender: "role owner",
  }),
];
const muteOf = (over: Partial<Mute> = {}): Mute => ({
  id: "m",
  region,
  target: { kind: "rule", rule: "secret-no-consent" },
  by: "ann",
  at: noon,
  until: evening,
  ...over,
});
const webIsMuted = muteOf({ id: "w", target: { kind: "project", name: "web" }, until: later });

test("each cause is told once, the worst first, with how many have it and the command for all of them", async () => {
  const message = summaryOf(open, [], place, later)?.message;
  await expect(`Subject: ${message?.subject}\n\n${message?.text}`).toMatchFileSnapshot("golden/summary.txt");
  expect(message?.text).toContain(`  pullpass allow ${hub} ${waiting.toSorted().join(" ")}\n`);
  expect(message?.attributes.kind?.value).toBe("summary");
});

test("a chat has the summary in a thread of its own, each cause in a line", async () => {
  const summary = summaryOf(open, [], place, later);
  if (summary === undefined) throw new Error("nothing is open");
  const { text } = chatSummaryOf(summary.message, summary.causes, place);
  const message = JSON.parse(text);
  expect(chatFaults(message)).toEqual([]);
  await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot("golden/chat/summary.txt");
});

test("more projects than a command should name are looked up", () => {
  const many = Array.from({ length: 200 }, (_, at) => opened(asks(`web-${at}`)));
  const text = summaryOf(many, [], place, later)?.message.text;
  expect(text).toContain("\n    pullpass audit --rule secret-no-consent --region eu-central-1\n");
  expect(text).toContain("200 projects: web-0, web-1, web-10, web-100 and 196 more");
});

test("what waits for another finding is mended by whoever mends that one first", () => {
  const first = opened({ rule: "key-unusable", mender: "key administrator" });
  const second = opened({ rule: "access-missing", mender: "pullpass", waitsFor: "key-unusable" });
  expect(summaryOf([second, first], [], place, later)?.message.text).toContain(
    "Who can mend it: key administrator (access-missing)",
  );
});

test("what is muted is left out, and said with its number and the end of its mute", () => {
  const text = (mutes: readonly Mute[], now: string = noon) =>
    summaryOf(open, mutes, place, now)?.message.text;
  expect(text([muteOf()])).toMatch(/^2 problems are open: 1 high, 1 low\.\n/);
  expect(text([muteOf()])).not.toContain("registry/hub");
  expect(text([muteOf()])).toContain(
    "Muted, and not in this summary\n  6 problems of secret-no-consent, until 24 November 2026, 20:00 UTC\n",
  );
  // Of two mutes that cover it, the one that ends last counts.
  const both = text([webIsMuted, muteOf()]);
  expect(both).toContain("  6 problems of secret-no-consent, until");
  expect(both).toContain("  1 problem of project web, until 24 November 2026, 12:05 UTC\n");
  expect(text([muteOf()], evening)).toBe(text([], evening));
});

test("where nothing is open, or nothing but what is muted, nothing is said", () => {
  expect(summaryOf([], [], place, later)).toBeUndefined();
  expect(summaryOf([opened(asks("web"))], [muteOf()], place, later)).toBeUndefined();
});

test("whatever is open, and however much, the message fits a mail, and no name poses as a line of it", () => {
  const findings = notices
    .filter((notice) => notice.kind === "finding")
    .map((notice) => (notice.kind === "finding" ? notice.finding : finding()));
  fc.assert(
    fc.property(fc.array(findings, { minLength: 1, maxLength: 60 }), (found) => {
      const all = found.map((each) => ({ finding: each, openedAt: noon }));
      const message = summaryOf(all, [], place, later)?.message;
      expect(Buffer.byteLength(message?.text ?? "")).toBeLessThan(200_000);
      expect(message?.subject).toMatch(/^pullpass [\x20-\x7e]{1,90}$/);
      expect(message?.text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      // Counted whole: what is named, and what is left out.
      expect(message?.text).toMatch(new RegExp(`^${found.length} problems? (?:is|are) open: `));
    }),
    { numRuns: propertyRuns(50) },
  );
});
