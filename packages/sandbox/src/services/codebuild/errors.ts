import { InvalidInputException, ResourceNotFoundException } from "@aws-sdk/client-codebuild";

/** CodeBuild's answer to input that it does not take. */
export function invalidInput(message: string) {
  return new InvalidInputException({ message, $metadata: {} });
}

/** CodeBuild's answer to a project or build that is not there. */
export function notFound(message: string) {
  return new ResourceNotFoundException({ message, $metadata: {} });
}
