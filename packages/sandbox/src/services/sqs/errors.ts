import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { awsError } from "../../errors.ts";

/** SQS's answer to a parameter that it does not take; the name is not one of the SDK's exceptions. */
export function invalidParameter(message: string) {
  return awsError("InvalidParameterValue", message);
}

/** SQS's answer to a parameter that is not there. */
export function missingParameter(name: string) {
  return awsError("MissingParameter", `The request must contain the parameter ${name}.`);
}

/** SQS's answer to a queue that is not there. */
export function queueDoesNotExist() {
  return new QueueDoesNotExist({ message: "The specified queue does not exist.", $metadata: {} });
}
