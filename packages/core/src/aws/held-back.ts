/** Which builds are not to be started again, as CodeBuild shows them. */
import type { Build as Described } from "@aws-sdk/client-codebuild";
import type { Build } from "../model/build.ts";

type Waited = Pick<Described, "autoRetryConfig" | "buildBatchArn" | "initiator" | "source">;

/**
 * Another build is of no use where somebody waits for this very one.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html#CodeBuild-Type-Build-initiator ,
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_AutoRetryConfig.html
 */
export function heldBack({
  autoRetryConfig = {},
  buildBatchArn,
  initiator = "",
  source,
}: Waited): Pick<Build, "heldBack"> {
  const { autoRetryLimit = 0, autoRetryNumber = 0, nextAutoRetry } = autoRetryConfig;
  if (buildBatchArn) {
    return { heldBack: "It is part of a batch build, which goes on only when the batch itself is retried." };
  }
  if (initiator.startsWith("codepipeline/") || source?.type === "CODEPIPELINE") {
    return { heldBack: "A pipeline started it, and goes on only when its stage is retried." };
  }
  if (initiator === "CodeBuild-Jenkins-Plugin") {
    return { heldBack: "Jenkins started it, and waits for no other build." };
  }
  return nextAutoRetry || autoRetryLimit > autoRetryNumber
    ? { heldBack: "CodeBuild itself retries it: its project has an auto-retry limit." }
    : {};
}
