/** Of the SDK's client what is served: the command carries the sandbox along, and all of the client would make it larger. */
export {
  DeleteParameter$,
  DeleteParameterCommand,
  GetParameter$,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterAlreadyExists$,
  ParameterNotFound,
  ParameterNotFound$,
  PutParameter$,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
