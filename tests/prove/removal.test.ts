/** Whatever happens, nothing stays behind. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { awsError } from "@pullpass/sandbox";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { go, namesIn, proved } from "./support/account.ts";

/** Between them they create one of everything. */
const some = [
  "--only",
  "secret-keys,role-by-name,grant-and-boundary,tag-events",
  "--wait",
  "1",
  "--prefix",
  "a-run",
];

async function callsOfARun(): Promise<number> {
  let calls = 0;
  await proved([...go, ...some], {
    onCall() {
      calls += 1;
    },
  });
  return calls;
}

test("interrupted at any call, a run removes what it created", async () => {
  const last = await callsOfARun();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: last }), async (at) => {
      let calls = 0;
      const { code, said, account, out } = await proved([...go, ...some], {
        onCall(_, stop) {
          calls += 1;
          if (calls === at) stop();
        },
      });
      expect([0, 130]).toContain(code);
      if (code === 130) expect(said).toContain("Interrupted; everything that was created is removed.");
      expect(await namesIn(account)).toEqual([]);
      expect(existsSync(join(out, "a-run.created"))).toBe(false);
    }),
    { numRuns: propertyRuns(6) },
  );
});

test("whichever call fails once, what was created is removed", async () => {
  const last = await callsOfARun();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: last }), async (at) => {
      let calls = 0;
      const { code, account } = await proved([...go, ...some], {
        onCall() {
          calls += 1;
          if (calls === at) throw awsError("SomethingWrongException", "Not today.");
        },
      });
      expect(code).toBe(0);
      expect(await namesIn(account)).toEqual([]);
    }),
    { numRuns: propertyRuns(6) },
  );
});

test("what cannot be removed is told, stays written down, and can be removed later", async () => {
  let isShut = true;
  const { code, said, account, out } = await proved([...go, "--only", "secret-words", "--prefix", "a-run"], {
    onCall({ operation }) {
      if (isShut && operation === "DeleteSecret") throw awsError("AccessDeniedException", "You may not.");
    },
  });
  const journal = join(out, "a-run.created");
  expect(code).toBe(1);
  expect(said).toContain("This is left behind:\n  secret a-run-words: AccessDeniedException: You may not.");
  expect(said).toContain(`--remove ${journal}`);
  expect(await namesIn(account)).toEqual(["a-run-words"]);
  isShut = false;
  const { prove } = await import("../../prove/prove.ts");
  const later: string[] = [];
  const say = (text: string) => void later.push(text);
  const again = await prove([...go, "--remove", journal], {
    environment: {},
    signal: new AbortController().signal,
    print: say,
    note: say,
    account,
  });
  expect([again, later]).toEqual([0, ["All of it is gone."]]);
  expect(await namesIn(account)).toEqual([]);
  expect(existsSync(journal)).toBe(false);
});
