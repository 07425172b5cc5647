import { expect, test } from "vitest";
import { failedPull } from "../../packages/core/src/model/failed-pull.ts";

const provisioning = (status: string | undefined, ...context: readonly string[]) => [
  { type: "SUBMITTED", status: "SUCCEEDED", context: [] },
  { type: "PROVISIONING", status, context },
  { type: "COMPLETED", status: undefined, context: [] },
];

test.each(["FAILED", "FAULT", "TIMED_OUT", "CLIENT_ERROR", "A_NEW_WORD"])(
  "PROVISIONING that ended as %s is a failed pull, and its words are AWS's",
  (status) => {
    expect(failedPull(provisioning(status, "CODE: no", ": "))).toEqual(["CODE: no"]);
  },
);

test.each(["SUCCEEDED", "STOPPED", "IN_PROGRESS", undefined])("PROVISIONING that is %s is none", (status) => {
  expect(failedPull(provisioning(status, "CODE: no"))).toBeUndefined();
});

test("another phase that failed is none, nor is a build without phases", () => {
  expect(failedPull([{ type: "QUEUED", status: "FAULT", context: ["X: y"] }])).toBeUndefined();
  expect(failedPull([])).toBeUndefined();
});
