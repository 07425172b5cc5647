/** One AWS request from the wire, answered: which service, who calls, from where. */
import { awsError, LostReply } from "./errors.ts";
import { accessKeyOf } from "./principals.ts";
import type { From, Sandbox } from "./sandbox.ts";
import { findServed, servedNames } from "./served.ts";
import { type CredentialScope, credentialScope } from "./signature.ts";
import { awsJson } from "./wire/json.ts";
import type { Protocol, Reply, WireRequest } from "./wire/protocol.ts";
import { protocolOf } from "./wire/protocol-of.ts";
import { awsQuery } from "./wire/query.ts";

/**
 * The reply to a request, errors included.
 * @throws LostReply when the call was carried out and its reply was lost
 */
export async function answer(sandbox: Sandbox, request: WireRequest): Promise<Reply> {
  const requestId = sandbox.ids.uuid();
  const scope = credentialScope(request.headers.authorization);
  const service = scope && (await findServed(sandbox, scope.service));
  const protocol = service ? protocolOf(service) : guessProtocol(request);
  try {
    if (!scope) throw unsigned(request, protocol);
    if (!service) throw notServed(scope.service, sandbox);
    const from = whoCalls(sandbox, scope, protocol);
    const { operation, input } = await protocol.read(request);
    const { endpoint } = request;
    const output = await sandbox.call(service.signingName, operation, input, {
      ...from,
      requestId,
      ...(endpoint !== undefined && { endpoint }),
    });
    return protocol.write(operation, output, requestId);
  } catch (error) {
    if (error instanceof LostReply) throw error;
    return protocol.fail(error, requestId);
  }
}

/** The form that the caller of an unknown service will understand best. */
function guessProtocol(request: WireRequest): Protocol {
  return isQuery(request) ? awsQuery({}, {}) : awsJson({}, "1.1", {});
}

function isQuery({ headers }: WireRequest): boolean {
  return !headers["x-amz-target"] && !headers["content-type"]?.includes("json");
}

function unsigned({ headers }: WireRequest, protocol: Protocol) {
  if (headers.authorization === undefined) {
    return refused(protocol, "MissingAuthenticationToken", "Request is missing Authentication Token");
  }
  const form = "AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request";
  return refused(protocol, "IncompleteSignature", `The Authorization header is not of the form ${form}.`);
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
function refused({ family }: Protocol, code: string, message: string) {
  return family === "query" ? awsError(code, message, 403) : awsError(`${code}Exception`, message);
}

function unknownKey({ family }: Protocol) {
  const message = "The security token included in the request is invalid.";
  return family === "query"
    ? awsError("InvalidClientTokenId", message, 403)
    : awsError("UnrecognizedClientException", message);
}

export function notServed(service: string, sandbox: Sandbox): Error {
  const served = servedNames(sandbox).join(", ");
  return awsError(
    "UnknownOperationException",
    `The sandbox does not serve ${service}. It serves: ${served}.`,
    501,
  );
}

/** @throws an exception for a key that nobody has, or that has expired */
export function whoCalls(
  sandbox: Sandbox,
  scope: Pick<CredentialScope, "accessKeyId" | "region">,
  protocol: Protocol,
): From {
  const key = accessKeyOf(sandbox, scope.accessKeyId);
  if (key === "unknown") throw unknownKey(protocol);
  const { caller, expiration } = key;
  if (expiration && expiration <= sandbox.clock.now()) {
    throw refused(protocol, "ExpiredToken", "The security token included in the request is expired");
  }
  const place = { partition: sandbox.partition, account: caller.account, region: scope.region };
  return { caller, place };
}
