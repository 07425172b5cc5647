import { expect, test } from "vitest";
import { Refused, Unavailable } from "../../packages/core/src/errors.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { sendAll } from "../../packages/core/src/notify-sending.ts";
import type { Parcel, ToldTarget } from "../../packages/core/src/notify-targets.ts";
import { finding, later } from "../ledger/examples.ts";

const notice: Notice = { kind: "finding", state: "opened", finding: finding(), at: later };
const failed = { call: "sns:Publish", resource: "the topic" };

/** AWS's error by its name, as pullpass has it. */
function refusedAs(name: string): Refused {
  const cause = new Error("what AWS says");
  cause.name = name;
  return new Refused(failed, cause);
}

/** A parcel of three messages to the topic, each of which goes through `deliver`, and what became of them. */
function toTopic(deliver: (message: string) => void) {
  const arrived: string[] = [];
  const buried: string[] = [];
  const parcel: Parcel = { id: "p", notices: [notice], to: ["topic"] };
  const target: ToldTarget = {
    name: "topic",
    atOnce: 1,
    deliveries: async () =>
      ["a", "b", "c"].map((message) => async () => {
        deliver(message);
        arrived.push(message);
      }),
  };
  const dead = { bury: async (_: Notice, __: string, why: string) => void buried.push(why) };
  const progress = new Set<string>();
  return { arrived, buried, send: () => sendAll([parcel], [target], { ports: { dead }, progress }) };
}

test("of a parcel's messages those that went out are not sent again with the rest", async () => {
  let isDown = true;
  const { arrived, send } = toTopic((message) => {
    if (isDown && message === "b") throw new Unavailable(failed, new Error("down"));
  });
  expect(await send()).toMatchObject({ sent: 1, failures: [{ record: "p", target: "topic" }] });
  isDown = false;
  expect(await send()).toEqual({ sent: 2, failures: [] });
  expect(arrived).toEqual(["a", "b", "c"]);
  expect(await send()).toEqual({ sent: 0, failures: [] });
  expect(arrived).toEqual(["a", "b", "c"]);
});

test.each([
  ["the topic is down", new Unavailable(failed, new Error("down"))],
  ["pullpass may not publish", refusedAs("AuthorizationErrorException")],
  ["the topic's key is gone", refusedAs("KMSNotFoundException")],
])("where %s, every message waits and none is buried", async (_, error) => {
  const { arrived, buried, send } = toTopic(() => {
    throw error;
  });
  expect(await send()).toMatchObject({ sent: 0, failures: [{ record: "p", target: "topic", error }] });
  expect([arrived, buried]).toEqual([[], []]);
});

test("a message that the topic takes in no form is buried alone", async () => {
  const error = refusedAs("InvalidParameterException");
  const { arrived, buried, send } = toTopic((message) => {
    if (message === "b") throw error;
  });
  expect((await send()).failures).toEqual([]);
  expect(arrived).toEqual(["a", "c"]);
  expect(buried).toEqual([error.message]);
});
