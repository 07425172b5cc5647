/** IAM's answers to what it does not do. Its messages are as seen in replies of AWS unless said otherwise. */
import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  InvalidInputException,
  LimitExceededException,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  UnmodifiableEntityException,
} from "@aws-sdk/client-iam";
import { awsError } from "../../errors.ts";

export function noSuchEntity(message: string) {
  return new NoSuchEntityException({ message, $metadata: {} });
}

export function alreadyExists(message: string) {
  return new EntityAlreadyExistsException({ message, $metadata: {} });
}

export function deleteConflict(message: string) {
  return new DeleteConflictException({ message, $metadata: {} });
}

export function limitExceeded(message: string) {
  return new LimitExceededException({ message, $metadata: {} });
}

export function malformedPolicy(message: string) {
  return new MalformedPolicyDocumentException({ message, $metadata: {} });
}

export function unmodifiable(roleName: string) {
  const message = `Cannot perform the operation on the protected role '${roleName}' - this role is only modifiable by AWS`;
  return new UnmodifiableEntityException({ message, $metadata: {} });
}

export function invalidInput(message: string) {
  return new InvalidInputException({ message, $metadata: {} });
}

/** Not among the modelled exceptions. */
export function validationError(message: string) {
  return awsError("ValidationError", message);
}
