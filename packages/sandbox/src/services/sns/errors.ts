import { InvalidParameterException, NotFoundException } from "@aws-sdk/client-sns";

/** SNS's answer to a parameter that it does not take. */
export function invalidParameter(reason: string) {
  return new InvalidParameterException({ message: `Invalid parameter: ${reason}`, $metadata: {} });
}

/** SNS's answer to a topic or subscription that is not there. */
export function notFound(what: "Topic" | "Subscription") {
  return new NotFoundException({ message: `${what} does not exist`, $metadata: {} });
}
