import { expect, test } from "vitest";
import {
  batchResponse,
  inGroups,
  queueRecords,
  retryAfter,
} from "../../packages/functions/src/fifo-batch.ts";

/** `web1` is a record of group `web`; `!` makes it fail. */
function batch(text: string) {
  const words = text.split(" ").filter((word) => word !== "");
  return queueRecords({ Records: words.map((word) => delivered(word)) });
}

function delivered(word: string, deliveries = 1) {
  return {
    messageId: word.replace("!", ""),
    receiptHandle: `receipt of ${word}`,
    body: word,
    eventSourceARN: "arn:aws:sqs:eu-central-1:111122223333:work.fifo",
    attributes: {
      MessageGroupId: word.replace(/[0-9!]+$/, ""),
      ApproximateReceiveCount: String(deliveries),
    },
  };
}

async function run(text: string) {
  const handled: string[] = [];
  const failed = await inGroups(batch(text), async (group) => {
    await new Promise((resolve) => setTimeout(resolve, group.length % 3));
    handled.push(group.map(({ id }) => id).join("+"));
    return group.filter(({ body }) => body.endsWith("!"));
  });
  return {
    handled,
    again: batchResponse(failed).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
  };
}

test.each([
  ["nothing", "", "", ""],
  ["everything works", "web1 api1 web2", "api1 web1+web2", ""],
  ["the last of a group fails alone", "web1 web2! api1", "api1 web1+web2", "web2"],
  ["what follows a failure in its group is tried, too", "web1! web2 web3", "web1+web2+web3", "web1"],
  ["other groups go on", "web1! api1 web2 api2", "api1+api2 web1+web2", "web1"],
  ["each group fails for itself", "web1 api1! web2! api2", "api1+api2 web1+web2", "api1 web2"],
])("%s", async (_, text, handled, again) => {
  const result = await run(text);
  const words = (list: readonly string[]) => [...list].sort().join(" ");
  expect({ handled: words(result.handled), again: words(result.again) }).toEqual({ handled, again });
});

test("a group is handled in its order", async () => {
  expect((await run("web100 web2 web30 web4")).handled).toEqual(["web100+web2+web30+web4"]);
});

test("what failed is tried again soon, and later the longer it fails", () => {
  const pauses = Array.from({ length: 14 }, (_, index) => {
    const [record] = queueRecords({ Records: [delivered("web1", index + 1)] });
    return record === undefined ? 0 : retryAfter(record);
  });
  expect(pauses.slice(0, 5)).toEqual([2, 4, 8, 16, 32]);
  expect(Math.max(...pauses)).toBe(300);
  expect(pauses.reduce((sum, each) => sum + each)).toBeGreaterThan(30 * 60);
});

test("what SQS never sends is refused whole", () => {
  expect(() => queueRecords({})).toThrow();
});
