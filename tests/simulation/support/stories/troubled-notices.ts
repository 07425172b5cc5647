/** Short runs in which queue, topic, bus or a function fails: work and notices arrive all the same, soon, and once. */
import type { Action } from "../actions.ts";
import type { Story } from "./story.ts";
import { consent, made, secret, sweep, updated, wait } from "./words.ts";

const failing = (call: string, times: number): Action => ({
  do: "fail calls",
  call,
  kind: "throttled",
  times,
});
const inPart = (call: string): Action => ({ do: "fail calls", call, kind: "failed in part", times: 1 });

export const troubledNotices: readonly Story[] = [
  {
    name: "work that failed is tried again soon, each time a little later",
    isTroubled: true,
    actions: [secret("hub", "all"), failing("iam:GetRole", 9), made(), wait(130)],
  },
  {
    name: "work of one role that waited together is done together",
    isTroubled: true,
    actions: [
      secret("hub", "web pay-a"),
      secret("team/quay", "api"),
      failing("iam:GetRole", 3),
      made(),
      made({ project: "api", secret: "team/quay" }),
      made({ project: "pay-a" }),
      wait(20),
    ],
  },
  {
    name: "a notice that did not go out goes out later, to whom it did not",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      inPart("sns:PublishBatch"),
      inPart("events:PutEvents"),
      { do: "outage", service: "sns", kind: "throttled", seconds: 30 },
      made(),
      wait(120),
      { do: "outage", service: "events", kind: "throttled", seconds: 30 },
      made({ project: "api", role: "shop" }),
      updated({ secret: "team/quay" }),
      wait(120),
    ],
  },
  {
    name: "work that the queue did not take with other work is sent again",
    isTroubled: true,
    actions: [
      secret("hub", "nobody"),
      made(),
      made({ project: "api", role: "shop" }),
      inPart("sqs:SendMessageBatch"),
      consent("hub", "all"),
    ],
  },
  {
    name: "who was told is not told again because a receipt could not be written",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      { do: "fail calls", call: "dynamodb:PutItem", kind: "throttled", times: 3, of: "notify" },
      made(),
      wait(20),
    ],
  },
  {
    name: "a new environment of notify tells nobody again whom the one before told",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      { do: "outage", service: "sns", kind: "throttled", seconds: 600 },
      made(),
      wait(300),
      { do: "crash", function: "notify", at: 1, made: false },
      wait(400),
    ],
  },
  {
    name: "a function answers when nothing of its own is under way any more",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      failing("iam:GetRole", 6),
      made(),
      { do: "fail calls", call: "sqs:ChangeMessageVisibility", kind: "denied", times: 1 },
      made({ project: "api" }),
      made({ project: "pay-a" }),
      wait(20),
    ],
  },
  {
    name: "what was lost on its way, and lost again, is told once, to whom it was not told",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      // what was lost before a deployment's first sweep is not told again
      sweep,
      { do: "outage", service: "sns", kind: "throttled", seconds: 600 },
      made(),
      wait(20),
      { do: "no room", function: "notify", hours: 51 },
    ],
  },
  {
    name: "work that nobody can read stands in the way of none",
    isTroubled: true,
    actions: [
      secret("hub", "all"),
      failing("iam:GetRole", 3),
      made(),
      { do: "newer work", role: "build" },
      made({ project: "api" }),
      wait(20),
    ],
  },
];
