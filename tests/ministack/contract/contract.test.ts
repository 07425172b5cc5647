/** The same calls to our sandbox and to two emulators that no one here wrote. Where they part, it is known who is right. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openClients } from "../support/clients.ts";
import { region } from "../support/emulator.ts";
import { type Account, ministack, moto, sandbox } from "./accounts.ts";
import { type Answer, answerOf } from "./answer.ts";
import { type Gap, gapBetween } from "./compare.ts";
import type { Emulated } from "./differences/difference.ts";
import { differences } from "./differences/index.ts";
import { scripts } from "./script/index.ts";

const accounts: Account[] = [];
const answers = new Map<string, ReadonlyMap<string, Answer>>();

/** The answers to all calls, by service and call. */
async function askAll({ url }: Account): Promise<ReadonlyMap<string, Answer>> {
  const all = new Map<string, Answer>();
  const each = Object.entries(scripts).flatMap(([service, list]) =>
    list.map((one) => [service, one] as const),
  );
  for (const [service, script] of each) {
    for (const [call, ask] of Object.entries(script(openClients(url, region)))) {
      const name = `${service}:${call}`;
      if (all.has(name)) throw new Error(`Two calls are named ${name}.`);
      all.set(name, await answerOf(ask));
    }
  }
  return all;
}

beforeAll(async () => {
  for (const [name, start] of Object.entries({ sandbox, ministack, moto })) {
    const account = await start();
    accounts.push(account);
    answers.set(name, await askAll(account));
  }
}, 300_000);

afterAll(async () => {
  for (const account of accounts) await account.stop();
}, 60_000);

/** By call, without those that are alike. */
function found(emulator: Emulated): Readonly<Record<string, Gap>> {
  const theirs = answers.get(emulator);
  const gaps = [...(answers.get("sandbox") ?? [])].map(([call, ours]) => {
    return [call, gapBetween(ours, theirs?.get(call) ?? [])] as const;
  });
  return Object.fromEntries(gaps.filter(([, gap]) => gap.sandbox.length + gap.emulator.length > 0));
}

/** By call, all that is listed about it taken together. */
function listed(emulator: Emulated): Readonly<Record<string, Gap>> {
  const gaps: Record<string, Gap> = {};
  for (const { of, calls, sandbox = [], emulator: theirs = [] } of differences) {
    for (const call of of.includes(emulator) ? calls : []) {
      const known = gaps[call] ?? { sandbox: [], emulator: [] };
      gaps[call] = {
        sandbox: [...known.sandbox, ...sandbox].sort(),
        emulator: [...known.emulator, ...theirs].sort(),
      };
    }
  }
  return gaps;
}

test.each(["ministack", "moto"] as const)(
  "the sandbox answers as %s does, but for what is listed, all of which happens",
  (name) => {
    expect(found(name)).toEqual(listed(name));
  },
);

test("where the sandbox is not right, the list says why it is left so", () => {
  const wrong = differences.filter(({ right }) => right === "emulator");
  expect(wrong.filter(({ left }) => left === undefined)).toEqual([]);
});

test("most calls are answered alike by all three, failures among them", () => {
  const calls = [...(answers.get("sandbox")?.keys() ?? [])];
  const alike = calls.filter((call) => !(call in found("ministack")) || !(call in found("moto")));
  const failing = alike.filter((call) => answers.get("sandbox")?.get(call)?.[0]?.startsWith("error "));
  expect(alike.length / calls.length).toBeGreaterThan(0.7);
  expect(failing.length).toBeGreaterThan(20);
});

test("the page says how many calls are compared", () => {
  const calls = answers.get("sandbox")?.size;
  expect(readFileSync("docs/sandbox.md", "utf8")).toContain(
    `makes ${calls} calls to the sandbox, to moto and to MiniStack`,
  );
});
