import { expect, test } from "vitest";
import { inGroups, queueRecords } from "../../packages/functions/src/fifo-batch.ts";

/** `web1` is a record of group `web`; `!` makes it fail. */
function batch(text: string) {
  const words = text.split(" ").filter((word) => word !== "");
  return queueRecords({
    Records: words.map((word) => ({
      messageId: word.replace("!", ""),
      body: word,
      attributes: { MessageGroupId: word.replace(/[0-9!]+$/, "") },
    })),
  });
}

async function run(text: string) {
  const handled: string[] = [];
  const failed: string[] = [];
  const response = await inGroups(batch(text), {
    handle: async ({ id, body }) => {
      await new Promise((resolve) => setTimeout(resolve, body.length % 3));
      handled.push(id);
      if (body.endsWith("!")) throw new Error(id);
    },
    failed: ({ id }) => void failed.push(id),
  });
  return { handled, failed, again: response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

test.each([
  ["nothing", "", "", ""],
  ["everything works", "web1 api1 web2", "api1 web1 web2", ""],
  ["the last of a group fails alone", "web1 web2! api1", "api1 web1 web2", "web2"],
  ["what follows a failure in its group is left untouched", "web1! web2 web3", "web1", "web1 web2 web3"],
  ["other groups go on", "web1! api1 web2 api2", "api1 api2 web1", "web1 web2"],
  ["each group fails for itself", "web1 api1! web2! api2", "api1 web1 web2", "api1 api2 web2"],
])("%s", async (_, text, handled, again) => {
  const result = await run(text);
  const words = (list: readonly string[]) => [...list].sort().join(" ");
  expect({ handled: words(result.handled), again: words(result.again) }).toEqual({ handled, again });
});

test("a group is handled in its order", async () => {
  const { handled } = await run("web100 web2 web30 web4");
  expect(handled).toEqual(["web100", "web2", "web30", "web4"]);
});

test("only what was tried and failed is reported as a failure", async () => {
  expect((await run("web1! web2 api1")).failed).toEqual(["web1"]);
});

test("what SQS never sends is refused whole", () => {
  expect(() => queueRecords({})).toThrow();
});
