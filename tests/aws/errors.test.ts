import { expect, test } from "vitest";
import { withAwsErrors, withAwsErrorsIfThere } from "../../packages/core/src/aws/errors.ts";
import { AccessDenied, NotFound, Refused, Throttled, Unavailable } from "../../packages/core/src/errors.ts";

const failed = { call: "iam:PutRolePolicy", resource: "web" };

/** As the SDK throws them: `fault` is `$fault` of AWS's own exceptions, and missing on those of the network. */
function thrown(name: string, fault?: "client" | "server") {
  return Object.assign(new Error("AWS's own words"), { name }, fault && { $fault: fault });
}

test.each([
  ["AccessDenied", "client", AccessDenied],
  ["AccessDeniedException", "client", AccessDenied],
  ["Throttling", "client", Throttled],
  ["ThrottlingException", "client", Throttled],
  ["TooManyRequestsException", "client", Throttled],
  ["ProvisionedThroughputExceededException", "client", Throttled],
  ["NoSuchEntityException", "client", NotFound],
  ["ResourceNotFoundException", "client", NotFound],
  ["NotFoundException", "client", NotFound],
  ["LimitExceededException", "client", Refused],
  ["MalformedPolicyDocumentException", "client", Refused],
  ["UnmodifiableEntityException", "client", Refused],
  ["InvalidInputException", "client", Refused],
  ["ConcurrentModificationException", "client", Unavailable],
  ["ExpiredTokenException", "client", Unavailable],
  ["InternalServiceError", "server", Unavailable],
  ["TimeoutError", undefined, Unavailable],
  ["TypeError", undefined, Unavailable],
] as const)("%s (%s) becomes the domain's own error", async (name, fault, kind) => {
  const cause = thrown(name, fault);
  const error = await withAwsErrors(failed, () => Promise.reject(cause)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ ...failed, cause });
});

test("the message names the call, the resource and AWS's words", async () => {
  await expect(withAwsErrors(failed, () => Promise.reject(thrown("AccessDenied", "client")))).rejects.toThrow(
    "iam:PutRolePolicy on web was denied: AWS's own words",
  );
});

test("an answer passes through", async () => {
  expect(await withAwsErrors(failed, async () => 1)).toBe(1);
});

test("what is not there may be undefined, and nothing else may", async () => {
  const failing = (name: string) => () => Promise.reject(thrown(name, "client"));
  expect(await withAwsErrorsIfThere(failed, failing("NoSuchEntityException"))).toBeUndefined();
  await expect(withAwsErrorsIfThere(failed, failing("AccessDenied"))).rejects.toThrow(AccessDenied);
});
