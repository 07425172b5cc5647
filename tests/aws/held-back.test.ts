import { expect, test } from "vitest";
import { heldBack } from "../../packages/core/src/aws/held-back.ts";

test.each([
  ["a person's", { initiator: "ann" }, undefined],
  ["a rule's", { initiator: "rule/nightly" }, undefined],
  ["a webhook's", { initiator: "GitHub-Hookshot/0b1c2d3" }, undefined],
  ["a pipeline's", { initiator: "codepipeline/release" }, "pipeline"],
  ["one with a pipeline's source", { source: { type: "CODEPIPELINE" } }, "pipeline"],
  ["Jenkins's", { initiator: "CodeBuild-Jenkins-Plugin" }, "Jenkins"],
  ["a batch's", { buildBatchArn: "arn:aws:codebuild:eu-central-1:111122223333:build-batch/web:7" }, "batch"],
  ["one that CodeBuild retries", { autoRetryConfig: { autoRetryLimit: 2, autoRetryNumber: 1 } }, "itself"],
  ["one that it retried", { autoRetryConfig: { nextAutoRetry: "arn:aws:codebuild:…" } }, "itself"],
  ["the last that it retries", { autoRetryConfig: { autoRetryLimit: 2, autoRetryNumber: 2 } }, undefined],
] as const)("%s build is started again unless somebody waits for this very one", (_, build, why) => {
  const expected = why === undefined ? {} : { heldBack: expect.stringContaining(why) };
  expect(heldBack(build)).toEqual(expected);
});
