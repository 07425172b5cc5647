import { ServiceException } from "@smithy/core/client";

/** An AWS exception that a service's model does not name, e.g. `AccessDeniedException`. `status` is the HTTP status. */
export function awsError(name: string, message: string, status = 400): ServiceException {
  return new ServiceException({
    name,
    message,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
  });
}

/** What the caller sees of a call that was carried out and whose reply was lost on the way: a broken connection. */
export class LostReply extends Error {
  readonly code = "ECONNRESET";

  constructor(cause: unknown) {
    super("The connection was closed before the reply arrived.", { cause });
    this.name = "LostReply";
  }
}
