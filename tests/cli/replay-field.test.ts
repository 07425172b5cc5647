/** Events as people have them, from public sources: what `pullpass replay` makes of each. */
import type { Trigger } from "@pullpass/core";
import { expect, test } from "vitest";
import { fieldCases } from "../decode/support/records.ts";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

const refused = fieldCases.filter(
  ([
    ,
    {
      expect: { refused },
    },
  ]) => refused !== undefined,
);
const read = fieldCases.filter(
  ([
    ,
    {
      expect: { refused },
    },
  ]) => refused === undefined,
);

test("the cases are there", () => {
  expect(refused.length).toBeGreaterThanOrEqual(6);
  expect(read.length).toBeGreaterThanOrEqual(55);
});

test.each(read)("%s", async (_, { content, expect: { says, reason } }) => {
  const { out, err, code } = await pullpass(undefined, ["replay", "-", "--offline", "--json"], {
    input: JSON.stringify(content),
  });
  expect({ err, code }).toEqual({ err: "", code: 0 });
  const triggers: Trigger[] = JSON.parse(out).events.map(({ trigger }: { trigger: Trigger }) => trigger);
  expect(triggers.map(inWords)).toEqual(says);
  if (reason !== undefined) expect(triggers).toMatchObject([{ reason }]);
});

test.each(refused)(
  "%s is refused, and the error names the form",
  async (_, { content, expect: { refused } }) => {
    const { out, err, code } = await pullpass(undefined, ["replay", "-", "--offline"], {
      input: JSON.stringify(content),
    });
    expect({ out, code }).toEqual({ out: "", code: 3 });
    expect(err).toContain(refused);
    expect(err).toMatch(/^pullpass: standard input #1 is no event: it is .*\n {2}.*\n$/);
  },
);

const looked = fieldCases.filter(
  ([
    ,
    {
      expect: { looksAt },
    },
  ]) => looksAt !== undefined,
);
test.each(looked)(
  "%s asks for nothing where no role holds a grant",
  async (_, { content, expect: { looksAt } }) => {
    const account = await createAccount();
    const { out } = await pullpass(account.sandbox, ["replay", "-"], { input: JSON.stringify(content) });
    expect(out).toContain(`nothing to look at: ${looksAt}`);
  },
);

/** `secret-changed arn:… (eu-central-1)` */
function inWords(trigger: Trigger): string {
  if (trigger.kind === "several") return `several: ${trigger.triggers.map(inWords).join(", ")}`;
  const { kind, region } = trigger;
  const subject = Object.entries(trigger).find(([name]) =>
    /^(secret|project|role|policy|key)$/.test(name),
  )?.[1];
  const text = typeof subject === "object" ? (subject.text ?? subject.name) : subject;
  return region === undefined ? kind : `${kind} ${text} (${region})`;
}
