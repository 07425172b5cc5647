/** Nothing is lost on the way: neither work nor notices. */
import type { Mutant } from "../mutant.ts";

const reconcile = "packages/functions/src/reconcile.ts";
const notify = "packages/core/src/notify.ts";
const stream = "packages/core/src/ledger/stream.ts";
const functions = ["tests/functions/fifo-batch.test.ts", "tests/functions/whole.test.ts"];
const notices = ["tests/functions/notify.test.ts", "tests/notice/delivery.test.ts"];

export const queueAndNotices: readonly Mutant[] = [
  {
    name: "failed-work-forgotten",
    file: reconcile,
    find: "      failed.push(...fail(records, error));",
    replace: "      fail(records, error);",
    breaks: "Work that failed is tried again.",
    tests: functions,
  },
  {
    name: "retry-after-hiding",
    file: reconcile,
    find: "      await triedAgain(failed, ports.retries, telemetry);\n",
    replace: "      await triedAgain([], ports.retries, telemetry);\n",
    breaks: "Work that failed is tried again soon, and not after twelve minutes.",
    tests: [...functions, "tests/end-to-end/trouble.test.ts"],
  },
  {
    name: "first-of-a-group-alone",
    file: reconcile,
    find: "  for (const work of mergedWork(asked.map((each) => each.work))) {",
    replace: "  for (const work of mergedWork(asked.map((each) => each.work).slice(0, 1))) {",
    breaks: "A batch does all work of a group.",
    tests: functions,
  },
  {
    name: "unreadable-stops-group",
    file: reconcile,
    find: "  const asked = read.flatMap(({ record, work }) => (work === undefined ? [] : [{ record, work }]));",
    replace:
      "  const asked = unreadable.length > 0 ? [] : read.flatMap(({ record, work }) => (work === undefined ? [] : [{ record, work }]));",
    breaks: "A message that nobody can read stands in the way of none.",
    tests: functions,
  },
  {
    name: "ever-longer-retries",
    file: "packages/functions/src/fifo-batch.ts",
    find: "  return Math.min(300, 2 ** deliveries);",
    replace: "  return Math.min(43_200, 60 ** deliveries);",
    breaks: "Work that failed is tried again soon.",
    tests: functions,
  },
  {
    name: "first-failure-is-death",
    file: "packages/functions/src/deployment/work-queue.ts",
    find: "export const workDeliveriesMax = 15;",
    replace: "export const workDeliveriesMax = 1;",
    breaks: "An outage of minutes kills no work.",
    tests: ["tests/end-to-end/trouble.test.ts", "tests/deployment/stack.test.ts"],
  },
  {
    name: "work-never-sent",
    file: "packages/core/src/ingest.ts",
    find: "  await ports.queue.send(scoped.work);\n",
    replace: "  await ports.queue.send([]);\n",
    breaks: "An event asks for work at once.",
    tests: ["tests/flows/flows.test.ts"],
  },
  {
    name: "sweep-sends-nothing",
    file: "packages/core/src/sweep.ts",
    find: "  await ports.queue.send(work);\n",
    replace: "  await ports.queue.send(work.slice(work.length));\n",
    breaks: "The sweep finds what events did not tell.",
    tests: ["tests/flows/flows.test.ts"],
  },
  {
    name: "batch-failures-passed-by",
    file: "packages/core/src/aws/sqs.ts",
    find: "        if (Failed[0] !== undefined) throw new Unavailable(failed, new Error(Failed[0].Message));\n",
    replace: "        if (Failed[0] !== undefined) break;\n",
    breaks: "Work that the queue did not take is sent again.",
    tests: ["tests/aws/sqs.test.ts"],
  },
  {
    name: "every-role-one-group",
    file: "packages/core/src/aws/work-message.ts",
    find: "hash(work.retry === undefined ? work.role :",
    replace: "hash(work.retry === undefined ? body :",
    breaks: "Work for one role never runs twice at once.",
    tests: ["tests/aws/work-message.test.ts"],
  },
  {
    name: "later-event-not-sent",
    file: "packages/core/src/aws/work-message.ts",
    find: "deduplication: hash(body)",
    replace: "deduplication: hash(work.role)",
    breaks: "A later event that asks for the same is sent again.",
    tests: ["tests/aws/work-message.test.ts"],
  },
  {
    name: "notices-repeated",
    file: notify,
    find: "      if (progress.has(key)) continue;\n",
    replace: "",
    breaks: "A target that is done hears nothing twice while the other is down.",
    tests: notices,
  },
  {
    name: "notice-failure-swallowed",
    file: notify,
    find: "return { sent, failure: { record: parcel.id, target: target.name, error } };",
    replace:
      "if (error === undefined) return { sent, failure: { record: parcel.id, target: target.name, error } };",
    breaks: "A notice that did not go out is sent again.",
    tests: notices,
  },
  {
    name: "buried-in-an-outage",
    file: notify,
    find: "    if (!isOfNotice(error)) throw error;\n",
    replace: "    if (!(error instanceof Error)) throw error;\n",
    breaks: "An outage of SNS buries no notice.",
    tests: notices,
  },
  {
    name: "bus-hears-nothing",
    file: notify,
    find: "notices.map((notice) => () => bus.publish(notice))",
    replace: "notices.slice(notices.length).map((notice) => () => bus.publish(notice))",
    breaks: "The bus hears of every change.",
    tests: notices,
  },
  {
    name: "changes-unannounced",
    file: stream,
    find: "      return before?.state === after.state ? [] : changeNotices(after);",
    replace: "      return before !== undefined || before === after.state ? [] : changeNotices(after);",
    breaks: "Each change is told when it is settled.",
    tests: ["tests/ledger/stream.test.ts"],
  },
  {
    name: "findings-unannounced",
    file: stream,
    find: "      return isSameFinding(before, after) ? [] : [noticeOfFinding(after)];",
    replace: "      return isSameFinding(before, after) || after.state ? [] : [noticeOfFinding(after)];",
    breaks: "Each finding is told when it opens, and when it closes.",
    tests: ["tests/ledger/stream.test.ts"],
  },
  {
    name: "own-deeds-heeded",
    file: "packages/core/src/decode/decode.ts",
    find: "decodeRecord(event, source, options.ownRoles ?? [])",
    replace: "decodeRecord(event, source, options.ownRoles?.slice(options.ownRoles.length) ?? [])",
    breaks: "pullpass does not act on what it did itself.",
    tests: ["tests/decode/ignored.test.ts", "tests/decode/events.test.ts"],
  },
];
